package dev.heddle.server.conform;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.conform.stage.Json;
import java.util.List;

/** What a connection may do before, with and after {@code initialize}, and how it ends. */
final class HandshakeRules {
  private static final String INITIALIZE =
      "{clientInfo:{name:'first',title:'First',version:'0.1'},capabilities:{experimentalApi:true}}";

  private HandshakeRules() {}

  static Section section() {
    return Section.named("handshake", "before, with and after initialize, and the end")
        .rule(
            "request-before-initialize",
            "a request before initialize is refused with 'Not initialized'",
            bench -> {
              Client client = bench.launch(bench.newStage());
              client.ask("thread/list", "{}").refused(-32600, "Not initialized");
            })
        .rule(
            "decoding-before-initialize",
            "a request that cannot be decoded is refused for that, even before initialize",
            bench -> {
              Client client = bench.launch(bench.newStage());
              client
                  .ask("no/such/method", "{}")
                  .refusedLike(-32600, "Invalid request: unknown variant `no/such/method`");
              client
                  .ask("thread/read", "{}")
                  .refused(-32600, "Invalid request: missing field `threadId`");
              client
                  .ask("initialize", null)
                  .refused(-32600, "Invalid request: missing field `params`");
              client
                  .ask("initialize", "{clientInfo:{name:'x'}}")
                  .refused(-32600, "Invalid request: missing field `version`");
            })
        .rule(
            "initialize-answer",
            "the answer to initialize tells the server's name for the client, its home and where it"
                + " runs, and is the first thing said",
            bench -> {
              Client client = bench.launch(bench.newStage());
              Answer answer = client.ask("initialize", INITIALIZE);
              RuleBroken.unless(
                  answer.text("userAgent").startsWith("first/"),
                  "userAgent does not begin with the client's name: " + answer.text("userAgent"));
              answer.is("codexHome", "'%s'", client.stage().home());
              answer.text("platformFamily");
              answer.text("platformOs");
              RuleBroken.unless(
                  client.messages().getFirst().has("result"),
                  "something was said before the answer: " + client.messages().getFirst());
            })
        .rule(
            "initialized-not-needed",
            "requests work right after the answer to initialize, and behind it in one write",
            bench -> {
              Client client = bench.launch(bench.newStage());
              long first = client.send("initialize", INITIALIZE);
              long second = client.send("thread/loaded/list", "{}");
              client.answer(first).result();
              client.answer(second).holds("{data:[]}");
            })
        .rule(
            "second-initialize",
            "a second initialize is refused with 'Already initialized', and nothing else changes",
            bench -> {
              Client client = bench.launch(bench.newStage());
              client.ask("initialize", INITIALIZE).result();
              client.ask("initialize", INITIALIZE).refused(-32600, "Already initialized");
              client.tell("initialized");
              client.ask("initialize", INITIALIZE).refused(-32600, "Already initialized");
              client.ask("thread/loaded/list", "{}").result();
            })
        .rule(
            "bad-client-name",
            "a client name that no HTTP header can hold is refused, and the client may try again",
            bench -> {
              Client client = bench.launch(bench.newStage());
              client
                  .ask("initialize", "{clientInfo:{name:'bad\\nname',version:'1'}}")
                  .refused(
                      -32600,
                      "Invalid clientInfo.name: 'bad\nname'. Must be a valid HTTP header value.");
              client.ask("initialize", INITIALIZE).result();
            })
        .rule(
            "opt-out",
            "notifications that the client opted out of do not come; unknown names are accepted",
            bench -> {
              Client client =
                  bench.connect(
                      bench.newStage(),
                      "{optOutNotificationMethods:['thread/started','item/agentMessage/delta',"
                          + "'no/such']}");
              String threadId =
                  client.ask("thread/start", "{cwd:'%s'}", client.cwd()).text("thread.id");
              TurnRecord turn = client.turn(threadId, "hi");
              RuleBroken.unless(
                  turn.all("item/agentMessage/delta").isEmpty(), "a delta came all the same");
              RuleBroken.unless(
                  client.messages().stream()
                      .noneMatch(m -> "thread/started".equals(Json.string(m, "method"))),
                  "thread/started came all the same");
              RuleBroken.unless(
                  turn.items("agentMessage").size() == 1, "what was not opted out of is missing");
            })
        .rule(
            "experimental-methods",
            "experimental methods are refused to a client that has not asked for them",
            bench -> {
              Client client = bench.connect(bench.newStage(), null);
              for (String request :
                  List.of(
                      "thread/settings/update {threadId:'x'}",
                      "thread/memoryMode/set {threadId:'x',mode:'enabled'}",
                      "server/diagnostics {}")) {
                String[] words = request.split(" ");
                client
                    .ask(words[0], words[1])
                    .refused(-32600, words[0] + " requires experimentalApi capability");
              }
            })
        .rule(
            "experimental-members",
            "experimental members are refused likewise, unless they are null; decoding comes first",
            bench -> {
              Client client = bench.connect(bench.newStage(), null);
              client
                  .ask("thread/start", "{historyMode:'legacy'}")
                  .refused(-32600, "thread/start.historyMode requires experimentalApi capability");
              client
                  .ask("thread/resume", "{threadId:'x',path:'/x'}")
                  .refused(-32600, "thread/resume.path requires experimentalApi capability");
              client
                  .ask("thread/fork", "{threadId:'x',beforeTurnId:'x'}")
                  .refused(-32600, "thread/fork.beforeTurnId requires experimentalApi capability");
              client
                  .ask("turn/start", "{threadId:'x',input:[],environments:[]}")
                  .refused(-32600, "turn/start.environments requires experimentalApi capability");
              client
                  .ask("thread/start", "{historyMode:'zz'}")
                  .refusedLike(-32600, "Invalid request: unknown variant `zz`");
              client.ask("thread/start", "{historyMode:null,ephemeral:true}").result();
            })
        .rule(
            "experimental-notifications",
            "experimental notifications are kept from a client that has not asked for them",
            bench -> {
              Client client = bench.connect(bench.newStage(), null);
              String threadId = client.startThread();
              TurnRecord turn = client.turn(threadId, "hi");
              RuleBroken.unless(
                  turn.all("thread/readState/changed").isEmpty(),
                  "thread/readState/changed came all the same");
            })
        .rule(
            "end-of-input",
            "the server ends with exit code 0 when its input ends",
            bench -> {
              Client client = bench.connect(bench.newStage());
              client.startThread();
              Integer exitCode = client.end();
              RuleBroken.unless(exitCode != null, "it did not end");
              RuleBroken.unless(
                  Integer.valueOf(0).equals(exitCode), "it ended with exit code " + exitCode);
            })
        .rule(
            "terminated",
            "the server ends with exit code 0 when it is asked to by SIGTERM",
            bench -> {
              Client client = bench.connect(bench.newStage());
              client.startThread();
              Integer exitCode = client.terminate();
              RuleBroken.unless(exitCode != null, "it did not end");
              RuleBroken.unless(
                  Integer.valueOf(0).equals(exitCode), "it ended with exit code " + exitCode);
            })
        .rule(
            "answers-after-end-of-input",
            "requests that were accepted before the input ended are still answered",
            bench -> {
              Client client = bench.connect(bench.newStage());
              List<Long> ids = client.sendAtOnce(20, "thread/start", "{ephemeral:true}");
              RuleBroken.unless(client.end() != null, "it did not end");
              List<JsonElement> answered =
                  client.messages().stream()
                      .filter(message -> !message.has("method"))
                      .map((JsonObject message) -> message.get("id"))
                      .toList();
              long missing =
                  ids.stream().filter(id -> !answered.contains(new JsonPrimitive(id))).count();
              RuleBroken.unless(missing == 0, missing + " of 20 requests were not answered");
            });
  }
}
