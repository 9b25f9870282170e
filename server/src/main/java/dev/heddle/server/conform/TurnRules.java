package dev.heddle.server.conform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.Json;
import java.util.ArrayList;
import java.util.List;

/** What is told of a turn, from its first item to its end. */
final class TurnRules {
  /** An image of one dot. */
  private static final String DOT =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5Er"
          + "kJggg==";

  private TurnRules() {}

  static Section section() {
    return Section.named("turns", "turns, items and what is streamed of them")
        .rule(
            "answer",
            "the answer to turn/start has the turn in progress, without items",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              int from = client.mark();
              Answer answer =
                  client.ask(
                      "turn/start", "{threadId:'%s',input:[{type:'text',text:'hi'}]}", threadId);
              answer
                  .is("turn.status", "'inProgress'")
                  .is("turn.items", "[]")
                  .is("turn.itemsView", "'notLoaded'")
                  .is("turn.error", "null");
              client.endOfTurn(from, answer.text("turn.id"));
            })
        .rule(
            "stream",
            "active, started, the user's message, the agent's, the usage, idle, completed",
            bench -> {
              Client client = bench.client();
              bench.modelSays("say \"Hello\" \" there\" \"!\"");
              String threadId = client.startThread();
              TurnRecord turn = client.turn(threadId, "hi", ",clientUserMessageId:'mine'");
              inOrder(
                  turn,
                  "thread/status/changed {status:{type:'active'}}",
                  "turn/started {turn:{status:'inProgress'}}",
                  "item/started {item:{type:'userMessage',clientId:'mine'}}",
                  "item/completed {item:{type:'userMessage',clientId:'mine'}}",
                  "item/started {item:{type:'agentMessage',text:''}}",
                  "item/agentMessage/delta {}",
                  "item/completed {item:{type:'agentMessage',text:'Hello there!'}}",
                  "thread/tokenUsage/updated {}",
                  "thread/status/changed {status:{type:'idle'}}",
                  "turn/completed {turn:{status:'completed'}}");
              RuleBroken.unless(
                  turn.deltas("item/agentMessage/delta").equals("Hello there!"),
                  "the deltas are not the text");
            })
        .rule(
            "user-message",
            "the user's message is in the turn as it was sent",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              TurnRecord turn = client.turn(threadId, "as sent");
              JsonObject item = turn.items("userMessage").getFirst();
              RuleBroken.unless("as sent".equals(textOf(item)), "the text is another one: " + item);
            })
        .rule(
            "completed",
            "turn/completed has the last message of the agent as a summary, and when it happened",
            bench -> {
              Client client = bench.client();
              bench.modelSays("say \"first\" | say \"last\"");
              JsonObject turn = client.turn(client.startThread(), "hi").completed();
              RuleBroken.unless(
                  "summary".equals(Json.string(turn, "itemsView"))
                      && turn.getAsJsonArray("items").size() == 1
                      && turn.toString().contains("\"last\""),
                  "not a summary: " + turn);
              for (String member : List.of("startedAt", "completedAt", "durationMs")) {
                RuleBroken.unless(
                    turn.get(member) != null && !turn.get(member).isJsonNull(),
                    member + " is missing: " + turn);
              }
            })
        .rule(
            "usage",
            "the usage is what the model counted, in total and of the last answer",
            bench -> {
              Client client = bench.client();
              bench.modelSays("usage 100 20 | say \"a\"", "usage 300 40 | say \"b\"");
              String threadId = client.startThread();
              client.turn(threadId, "one");
              TurnRecord turn = client.turn(threadId, "two");
              JsonObject usage = turn.all("thread/tokenUsage/updated").getLast();
              RuleBroken.unless(
                  Json.holds(
                      usage.get("tokenUsage"),
                      WireText.json(
                          "{total:{inputTokens:400,outputTokens:60,totalTokens:460},"
                              + "last:{inputTokens:300,outputTokens:40,totalTokens:340}}")),
                  "the usage is " + usage);
            })
        .rule(
            "reasoning",
            "reasoning is an item with its summary, streamed part by part",
            bench -> {
              Client client = bench.client();
              bench.modelSays("reason \"Thinking\" \"More\" | say \"done\"");
              TurnRecord turn = client.turn(client.startThread(), "think");
              inOrder(
                  turn,
                  "item/started {item:{type:'reasoning'}}",
                  "item/reasoning/summaryPartAdded {summaryIndex:0}",
                  "item/reasoning/summaryTextDelta {summaryIndex:0}",
                  "item/reasoning/summaryPartAdded {summaryIndex:1}",
                  "item/completed {item:{type:'reasoning',summary:['Thinking','More']}}",
                  "item/started {item:{type:'agentMessage'}}");
            })
        .rule(
            "several-messages",
            "several messages of one answer are several items, each with its phase",
            bench -> {
              Client client = bench.client();
              bench.modelSays("say \"wait\" phase=commentary | say \"done\" phase=final_answer");
              TurnRecord turn = client.turn(client.startThread(), "hi");
              List<String> phases = new ArrayList<>();
              turn.items("agentMessage").forEach(item -> phases.add(Json.string(item, "phase")));
              RuleBroken.unless(
                  phases.equals(List.of("commentary", "final_answer")), "the phases are " + phases);
            })
        .rule(
            "the-model-sees-it-all",
            "the model is asked with the whole conversation so far",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              bench.modelSays("say \"first answer\"");
              client.turn(threadId, "first question");
              client.turn(threadId, "second question");
              JsonElement asked = bench.modelInput();
              inOrder(asked.toString(), "first question", "first answer", "second question");
            })
        .rule(
            "no-input",
            "a turn without input is a turn without a message of the user",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              TurnRecord turn = client.turnWith("{threadId:'%s',input:[]}", threadId);
              turn.endedAs("completed");
              RuleBroken.unless(turn.items("userMessage").isEmpty(), "there is one");
            })
        .rule(
            "image",
            "an image goes to the model with the text around it",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              client.turnWith(
                  "{threadId:'%s',input:[{type:'text',text:'look'},"
                      + "{type:'image',url:'data:image/png;base64,%s'}]}",
                  threadId, DOT);
              String asked = bench.modelInput().toString();
              RuleBroken.unless(
                  asked.contains("look") && asked.contains("image/png"),
                  "the model was not shown it: " + asked);
            })
        .rule(
            "settings-stay",
            "a model given with a turn stays for the turns after it",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              client.turn(threadId, "one", ",model:'other-model'");
              client.turn(threadId, "two");
              RuleBroken.unless(
                  "other-model".equals(Json.string(bench.model().requests().getLast(), "model")),
                  "the model is another one again");
            })
        .rule(
            "settings-update",
            "settings can be changed between turns, and a change is told once",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              client
                  .ask("thread/settings/update", "{threadId:'%s',model:'third'}", threadId)
                  .orSkip()
                  .is("", "{}");
              client.await(
                  "thread/settings/updated",
                  "{threadId:'%s',threadSettings:{model:'third'}}",
                  threadId);
              client.turn(threadId, "one");
              RuleBroken.unless(
                  "third".equals(Json.string(bench.model().requests().getLast(), "model")),
                  "the model is another one");
            })
        .rule(
            "failed",
            "a failed turn: systemError, the error, then the turn with the same error",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              bench.modelSays("failed server_error \"boom\"");
              TurnRecord turn = client.turn(threadId, "fails");
              inOrder(
                  turn,
                  "thread/status/changed {status:{type:'systemError'}}",
                  "error {willRetry:false}",
                  "turn/completed {turn:{status:'failed'}}");
              RuleBroken.unless(
                  turn.all("error").getFirst().get("error").equals(turn.completed().get("error")),
                  "two different errors");
              client
                  .ask("thread/read", "{threadId:'%s'}", threadId)
                  .is("thread.status.type", "'systemError'");
              client.turn(threadId, "works").endedAs("completed");
            })
        .rule(
            "stream-cut",
            "a stream of the model that breaks off fails the turn and says so",
            bench -> {
              Client client = bench.client();
              bench.modelSays("cut");
              TurnRecord turn = client.turn(client.startThread(), "fails");
              JsonElement message = WireText.at(turn.completed(), "error.message");
              RuleBroken.unless(
                  message != null
                      && message
                          .getAsString()
                          .equals(
                              "stream disconnected before completion: stream closed before"
                                  + " response.completed"),
                  "the error is " + message);
            })
        .rule(
            "context-full",
            "a conversation that no longer fits fails with contextWindowExceeded",
            bench -> {
              Client client = bench.client();
              bench.modelSays("failed context_length_exceeded \"too long\"");
              TurnRecord turn = client.turn(client.startThread(), "does not fit");
              RuleBroken.unless(
                  WireText.json("'contextWindowExceeded'")
                      .equals(WireText.at(turn.completed(), "error.codexErrorInfo")),
                  "the error is " + turn.completed().get("error"));
            })
        .rule(
            "failed-text-is-kept",
            "what was said before a turn failed is completed and stored",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              bench.modelSays("begin \"half a sen\" | failed server_error \"boom\"");
              TurnRecord turn = client.turn(threadId, "fails late");
              RuleBroken.unless(
                  turn.items("agentMessage").size() == 1, "the item was not completed");
              Answer stored =
                  client.ask("thread/turns/list", "{threadId:'%s',itemsView:'full'}", threadId);
              RuleBroken.unless(
                  stored.message().toString().contains("half a sen"), "the text is not stored");
            })
        .rule(
            "stored",
            "what was streamed is what is read back: items, texts, order and status",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              bench.modelSays("reason \"r\" | say \"one\" | say \"two\"");
              TurnRecord turn = client.turn(threadId, "question");
              JsonArray streamed = new JsonArray();
              turn.all("item/completed")
                  .forEach(params -> streamed.add(comparable(params.getAsJsonObject("item"))));
              Answer stored =
                  client.ask("thread/turns/list", "{threadId:'%s',itemsView:'full'}", threadId);
              stored.is("data[0].id", "'%s'", turn.id()).is("data[0].status", "'completed'");
              JsonArray read = new JsonArray();
              stored.list("data[0].items").forEach(i -> read.add(comparable(i.getAsJsonObject())));
              RuleBroken.unless(
                  streamed.equals(read), "streamed " + streamed + " but stored " + read);
            })
        .rule(
            "read-with-turns",
            "thread/read gives the turns with all items when it is asked to",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              client.turn(threadId, "one");
              client.turn(threadId, "two");
              client.ask("thread/read", "{threadId:'%s'}", threadId).is("thread.turns", "[]");
              Answer whole =
                  client.ask("thread/read", "{threadId:'%s',includeTurns:true}", threadId);
              RuleBroken.unless(
                  whole.list("thread.turns").size() == 2
                      && whole.list("thread.turns[0].items").size() == 2,
                  "they are not all there");
            })
        .rule(
            "compaction",
            "a compaction is a turn with a contextCompaction item, and the thread goes on after it",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              bench.modelSays("say \"What was said: hello.\"");
              client.ask("thread/compact/start", "{threadId:'%s'}", threadId).result();
              client.await("item/completed", "{item:{type:'contextCompaction'}}");
              client.await("turn/completed", "{turn:{status:'completed'}}");
              client.turn(threadId, "and on");
              client
                  .ask("thread/turns/list", "{threadId:'%s',sortDirection:'asc'}", threadId)
                  .is("data[2].status", "'completed'")
                  .is("nextCursor", "null");
            })
        .rule(
            "user-command",
            "a command of the user is a commandExecution with its output and exit code",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              client
                  .ask("thread/shellCommand", "{threadId:'%s',command:'echo typed'}", threadId)
                  .result();
              client.await(
                  "item/completed",
                  "{item:{type:'commandExecution',source:'userShell',status:'completed',"
                      + "aggregatedOutput:'typed\\n',exitCode:0}}");
              client.await("turn/completed", "{turn:{status:'completed'}}");
            });
  }

  /** An item without its times, which may be rounded on the way. */
  private static JsonObject comparable(JsonObject item) {
    JsonObject copy = item.deepCopy();
    copy.remove("startedAtMs");
    copy.remove("completedAtMs");
    return copy;
  }

  private static String textOf(JsonObject item) {
    JsonElement text = WireText.at(item, "content[0].text");
    return text == null ? "" : text.getAsString();
  }

  /** Expects notifications, each {@code METHOD PARAMS}, in this order. */
  private static void inOrder(TurnRecord turn, String... expected) {
    int last = -1;
    for (String each : expected) {
      String[] parts = each.split(" ", 2);
      int at = turn.indexOf(parts[0], parts[1]);
      RuleBroken.unless(at >= 0, each + " did not come");
      RuleBroken.unless(at > last, each + " came too early");
      last = at;
    }
  }

  private static void inOrder(String text, String... parts) {
    int last = -1;
    for (String part : parts) {
      int at = text.indexOf(part);
      RuleBroken.unless(at > last, "'" + part + "' is missing or out of place in " + text);
      last = at;
    }
  }
}
