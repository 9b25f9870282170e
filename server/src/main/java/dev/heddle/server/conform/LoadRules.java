package dev.heddle.server.conform;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.conform.stage.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Many requests at once, and clients that read slowly. A refusal because of the load is an answer;
 * silence is none, and neither are two.
 */
final class LoadRules {
  private static final int BURST = 2_000;
  private static final long WRITE_LIMIT_MS = 1_500;

  private LoadRules() {}

  static Section section() {
    return Section.named("load", "many requests at once, and clients that read slowly")
        .withoutOrder()
        .rule(
            "burst",
            BURST + " requests at once are each answered once",
            bench -> {
              Client client = bench.connect(bench.newStage());
              String threadId = client.threadWithATurn();
              List<Long> ids = client.sendAtOnce(BURST, "thread/read", "{threadId:'%s'}", threadId);
              eachAnsweredOnce(client, ids);
            })
        .rule(
            "slow-reader",
            BURST + " requests of a client that does not read are each answered once when it does",
            bench -> {
              Client client = bench.connect(bench.newStage());
              String threadId = client.startThread();
              client.turn(threadId, "hello ".repeat(200));
              client.hold();
              List<List<Long>> sent = new CopyOnWriteArrayList<>();
              Thread writer =
                  Thread.ofVirtual()
                      .start(() ->
                          sent.add(
                              client.sendAtOnce(
                                  BURST,
                                  "thread/turns/list",
                                  "{threadId:'%s',itemsView:'full'}",
                                  threadId)));
              // A server may stop reading when nobody reads its answers: then the writer stands.
              writer.join(Duration.ofMillis(WRITE_LIMIT_MS));
              client.release();
              writer.join(Duration.ofSeconds(20));
              RuleBroken.unless(!sent.isEmpty(), "the server no longer reads");
              eachAnsweredOnce(client, sent.getFirst());
            })
        .rule(
            "slow-reader-of-a-stream",
            "a long answer of the model reaches a client that reads late whole and in order",
            bench -> {
              Client client = bench.connect(bench.newStage());
              String threadId = client.startThread();
              StringBuilder say = new StringBuilder("say");
              StringBuilder whole = new StringBuilder();
              for (int i = 0; i < 2_000; i++) {
                say.append(" \"").append(i).append(" \"");
                whole.append(i).append(' ');
              }
              bench.modelSays(say + " | gate all-said");
              int from = client.mark();
              client.hold();
              long id =
                  client.send(
                      "turn/start", "{threadId:'%s',input:[{type:'text',text:'x'}]}", threadId);
              boolean reached = bench.model().awaitReached("all-said", 3_000);
              client.release();
              if (!reached) {
                bench.reached("all-said"); // it waits for its reader
              }
              bench.model().open("all-said");
              TurnRecord turn = client.endOfTurn(from, client.answer(id).text("turn.id"));
              RuleBroken.unless(
                  turn.deltas("item/agentMessage/delta").contentEquals(whole),
                  "the deltas are not the text");
              RuleBroken.unless(
                  whole
                      .toString()
                      .equals(Json.string(turn.items("agentMessage").getFirst(), "text")),
                  "the item is not the text");
            })
        .rule(
            "turns-at-once",
            "20 threads take a turn at once, and each completes",
            bench -> {
              Client client = bench.connect(bench.newStage());
              List<String> threadIds = new ArrayList<>();
              for (int i = 0; i < 20; i++) {
                threadIds.add(client.startThread());
              }
              int from = client.mark();
              List<Long> ids = new ArrayList<>();
              for (String threadId : threadIds) {
                ids.add(
                    client.send(
                        "turn/start", "{threadId:'%s',input:[{type:'text',text:'x'}]}", threadId));
              }
              for (long id : ids) {
                TurnRecord turn = client.endOfTurn(from, client.answer(id).text("turn.id"));
                turn.endedAs("completed");
              }
            })
        .rule(
            "threads-at-once",
            "50 threads are started at once, each with an id of its own",
            bench -> {
              Client client = bench.connect(bench.newStage());
              List<Long> ids = client.sendAtOnce(50, "thread/start", "{cwd:'%s'}", client.cwd());
              List<String> threadIds = new ArrayList<>();
              for (long id : ids) {
                threadIds.add(client.answer(id).text("thread.id"));
              }
              RuleBroken.unless(threadIds.stream().distinct().count() == 50, "ids came twice");
            });
  }

  private static void eachAnsweredOnce(Client client, List<Long> ids) throws InterruptedException {
    Map<JsonElement, Integer> counts = new HashMap<>();
    try {
      for (long id : ids) {
        client.answer(id, 5_000);
      }
    } catch (RuleBroken e) {
      // Counted below.
    }
    for (JsonObject message : client.messages()) {
      if (!message.has("method")) {
        counts.merge(message.get("id"), 1, Integer::sum);
      }
    }
    long missing = ids.stream().filter(id -> !counts.containsKey(new JsonPrimitive(id))).count();
    long twice =
        ids.stream().filter(id -> counts.getOrDefault(new JsonPrimitive(id), 0) > 1).count();
    RuleBroken.unless(
        missing == 0 && twice == 0,
        missing + " of " + ids.size() + " were not answered, " + twice + " more than once");
  }
}
