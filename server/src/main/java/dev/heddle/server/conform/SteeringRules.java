package dev.heddle.server.conform;

import dev.heddle.server.conform.stage.Json;
import java.io.IOException;

/** Turns that are steered or stopped while they run. */
final class SteeringRules {

  private SteeringRules() {}

  /** A turn that stands in the middle of a text. */
  private record Running(Client client, String threadId, String turnId, int from) {
    TurnRecord end() throws InterruptedException {
      return client.endOfTurn(from, turnId);
    }
  }

  static Section section() {
    return Section.named("steering", "turns that are steered or stopped while they run")
        .rule(
            "steer",
            "input for a running turn becomes an item of that turn, and the model is asked again",
            bench -> {
              Running turn = running(bench, "steer");
              bench.modelSays("say \"second\"");
              turn.client()
                  .ask(
                      "turn/steer",
                      "{threadId:'%s',expectedTurnId:'%s',clientUserMessageId:'c1',"
                          + "input:[{type:'text',text:'steered'}]}",
                      turn.threadId(),
                      turn.turnId())
                  .is("turnId", "'%s'", turn.turnId());
              bench.model().open("steer");
              TurnRecord record = turn.end();
              RuleBroken.unless(
                  record.items("userMessage").size() == 2, "the input is not an item of the turn");
              RuleBroken.unless(
                  bench.modelInput().toString().contains("steered"), "the model was not shown it");
            })
        .rule(
            "steer-by-turn-start",
            "turn/start while a turn runs steers that turn and answers with it",
            bench -> {
              Running turn = running(bench, "joined");
              bench.modelSays("say \"second\"");
              turn.client()
                  .ask(
                      "turn/start",
                      "{threadId:'%s',input:[{type:'text',text:'joined'}]}",
                      turn.threadId())
                  .is("turn.id", "'%s'", turn.turnId());
              bench.model().open("joined");
              RuleBroken.unless(
                  turn.end().items("userMessage").size() == 2,
                  "the input is not an item of the turn");
            })
        .rule(
            "steer-refused",
            "steering needs the id of the running turn, and input",
            bench -> {
              Running turn = running(bench, "refused");
              String steer = "{threadId:'%s',expectedTurnId:'%s',input:%s}";
              String input = "[{type:'text',text:'x'}]";
              turn.client()
                  .ask("turn/steer", steer, turn.threadId(), "", input)
                  .refused(-32600, "expectedTurnId must not be empty");
              turn.client()
                  .ask("turn/steer", steer, turn.threadId(), Client.NOBODY, input)
                  .refused(
                      -32600,
                      "expected active turn id `"
                          + Client.NOBODY
                          + "` but found `"
                          + turn.turnId()
                          + "`");
              turn.client()
                  .ask("turn/steer", steer, turn.threadId(), turn.turnId(), "[]")
                  .refused(-32600, "input must not be empty");
              bench.model().open("refused");
              turn.end();
            })
        .rule(
            "interrupt",
            "an interrupt is answered, then the thread is idle, then the turn is interrupted",
            bench -> {
              Running turn = running(bench, "cut");
              turn.client()
                  .ask(
                      "turn/interrupt",
                      "{threadId:'%s',turnId:'%s'}",
                      turn.threadId(),
                      turn.turnId())
                  .is("", "{}");
              TurnRecord record = turn.end();
              bench.model().open("cut");
              record.endedAs("interrupted");
              int idle = record.indexOf("thread/status/changed", "{status:{type:'idle'}}");
              RuleBroken.unless(
                  idle >= 0 && idle < record.messages().size() - 1,
                  "the thread was not idle before the end");
              int answer =
                  turn.client()
                      .indexOf(
                          turn.from(),
                          message ->
                              message.has("result")
                                  && message.get("result").toString().equals("{}"));
              RuleBroken.unless(
                  answer >= 0 && answer < turn.from() + idle,
                  "the answer came after what it causes");
            })
        .rule(
            "interrupted-text-is-kept",
            "the item that an interrupt cuts is completed with what was said, and stored",
            bench -> {
              Running turn = running(bench, "kept");
              turn.client().interrupt(turn.threadId()).result();
              TurnRecord record = turn.end();
              bench.model().open("kept");
              RuleBroken.unless(
                  record.items("agentMessage").size() == 1
                      && "half "
                          .equals(Json.string(record.items("agentMessage").getFirst(), "text")),
                  "the item was not completed: " + record.items("agentMessage"));
              Answer stored =
                  turn.client()
                      .ask(
                          "thread/turns/list", "{threadId:'%s',itemsView:'full'}", turn.threadId());
              stored.is("data[0].status", "'interrupted'");
              RuleBroken.unless(
                  stored.message().toString().contains("half "), "the text is not stored");
            })
        .rule(
            "interrupt-refused",
            "an interrupt needs the id of the running turn; an empty id means whatever runs",
            bench -> {
              Running turn = running(bench, "wrong");
              turn.client()
                  .ask(
                      "turn/interrupt",
                      "{threadId:'%s',turnId:'%s'}",
                      turn.threadId(),
                      Client.NOBODY)
                  .refused(
                      -32600,
                      "expected active turn id " + Client.NOBODY + " but found " + turn.turnId());
              turn.client().interrupt(turn.threadId()).is("", "{}");
              turn.end();
              bench.model().open("wrong");
              turn.client().interrupt(turn.threadId()).is("", "{}");
            })
        .rule(
            "after-an-interrupt",
            "the turn after an interrupt works, and the model is told of the interrupt",
            bench -> {
              Running turn = running(bench, "next");
              turn.client().interrupt(turn.threadId()).result();
              turn.end();
              bench.model().open("next");
              TurnRecord next = turn.client().turn(turn.threadId(), "go on");
              next.endedAs("completed");
              RuleBroken.unless(
                  bench.modelInput().toString().contains("turn_aborted"), "the model was not told");
            })
        .rule(
            "read-while-running",
            "a running turn is shown in progress, and its thread active",
            bench -> {
              Running turn = running(bench, "shown");
              turn.client()
                  .ask("thread/read", "{threadId:'%s'}", turn.threadId())
                  .is("thread.status.type", "'active'");
              turn.client()
                  .ask("thread/turns/list", "{threadId:'%s'}", turn.threadId())
                  .is("data[0].id", "'%s'", turn.turnId())
                  .is("data[0].status", "'inProgress'");
              bench.model().open("shown");
              turn.end();
            });
  }

  private static Running running(Bench bench, String gate)
      throws IOException, InterruptedException {
    Client client = bench.client();
    String threadId = client.startThread();
    bench.modelSays("say \"half \" @" + gate + " \"and half\"");
    int from = client.mark();
    String turnId = client.beginTurn(threadId, "begin");
    bench.reached(gate);
    client.await("item/agentMessage/delta", "{turnId:'%s',delta:'half '}", turnId);
    return new Running(client, threadId, turnId, from);
  }
}
