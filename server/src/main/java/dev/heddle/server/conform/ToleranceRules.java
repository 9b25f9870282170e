package dev.heddle.server.conform;

import com.google.gson.JsonObject;
import java.util.List;

/** What a server must bear from clients that are newer or older, and from models. */
final class ToleranceRules {
  private ToleranceRules() {}

  static Section section() {
    return Section.named("tolerance", "unknown members, values and events")
        .rule(
            "unknown-members-in-initialize",
            "unknown members of clientInfo and of the capabilities are ignored",
            bench -> {
              Client client = bench.launch(bench.newStage());
              client
                  .ask(
                      "initialize",
                      "{clientInfo:{name:'new',version:'9',colour:'red'},future:1,"
                          + "capabilities:{experimentalApi:true,timeTravel:{to:1955}}}")
                  .result();
            })
        .rule(
            "unknown-members-in-params",
            "unknown members of params are ignored, at every depth",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread("{cwd:'%s',future:{a:[1]}}", client.cwd());
              client.turnWith(
                  "{threadId:'%s',future:true,input:[{type:'text',text:'hi',mood:'good',"
                      + "text_elements:[{byteRange:{start:0,end:2,unit:'b'},"
                      + "placeholder:'@x',glow:1}]}]}",
                  threadId);
              client.ask("thread/read", "{threadId:'%s',depth:'all'}", threadId).result();
              client.ask("thread/list", "{limit:1,planet:'Mars'}").result();
            })
        .rule(
            "null-is-absent",
            "null for an optional member means the same as leaving it out",
            bench -> {
              Client client = bench.client();
              String threadId =
                  client.startThread(
                      "{cwd:'%s',model:null,ephemeral:null,config:null}", client.cwd());
              client.turn(threadId, "hi", ",model:null,effort:null,outputSchema:null");
              client.ask("thread/list", "{limit:null,cursor:null,archived:null}").result();
              client
                  .ask("thread/turns/list", "{threadId:'%s',limit:null,cursor:null}", threadId)
                  .result();
            })
        .rule(
            "unknown-values-are-refused",
            "an unknown value of an enumeration is refused with a text that says what there is",
            bench -> {
              Client client = bench.client();
              client
                  .ask("thread/list", "{sortKey:'mood'}")
                  .refusedLike(-32600, "Invalid request: unknown variant `mood`, expected one of");
              client.ask("thread/list", "{}").result();
            })
        .rule(
            "members-in-any-order",
            "the order of members does not matter, not even of the one that tells the type",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              TurnRecord turn =
                  client.turnWith(
                      "{input:[{text_elements:[],text:'hi',type:'text'}],threadId:'%s'}", threadId);
              turn.endedAs("completed");
            })
        .rule(
            "unknown-tool",
            "a tool that does not exist is answered to the model with an error, and the turn goes"
                + " on",
            bench -> {
              Client client = bench.client();
              bench.modelSays("call no_such_tool {\"a\":1}", "say \"gave up\"");
              TurnRecord turn = client.turn(client.startThread(), "use a tool");
              turn.endedAs("completed");
              RuleBroken.unless(
                  turn.deltas("item/agentMessage/delta").equals("gave up"),
                  "the model was not asked again");
              String asked = bench.modelInput().toString();
              RuleBroken.unless(
                  asked.contains("function_call_output"), "the model was not told: " + asked);
            })
        .rule(
            "odd-arguments",
            "arguments of a tool that are not JSON are answered to the model with an error",
            bench -> {
              Client client = bench.client();
              bench.modelSays("call other_unknown \"not json\"", "say \"gave up\"");
              TurnRecord turn = client.turn(client.startThread(), "use a tool");
              turn.endedAs("completed");
            })
        .rule(
            "unknown-model-events",
            "events of the model that the server does not know are ignored",
            bench -> {
              Client client = bench.client();
              bench.modelSays(
                  "event response.dreamt {\"of\":\"sheep\"} | say \"awake\""
                      + " | event response.output_item.polished {\"output_index\":0}");
              TurnRecord turn = client.turn(client.startThread(), "hi");
              turn.endedAs("completed");
              List<JsonObject> messages = turn.items("agentMessage");
              RuleBroken.unless(
                  messages.size() == 1
                      && messages.getFirst().get("text").getAsString().equals("awake"),
                  "the message is not as the model said it: " + messages);
            });
  }
}
