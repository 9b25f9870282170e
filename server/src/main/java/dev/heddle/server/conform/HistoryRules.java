package dev.heddle.server.conform;

import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.Json;
import java.util.List;

/** Coming back to a thread, branching off it, and going back in it. */
final class HistoryRules {
  private HistoryRules() {}

  /** A thread with three turns. */
  private record Three(Client client, String threadId, List<String> turnIds) {
    static Three in(Client client) throws InterruptedException {
      String threadId = client.startThread();
      return new Three(
          client,
          threadId,
          List.of(
              client.turn(threadId, "question 1").id(),
              client.turn(threadId, "question 2").id(),
              client.turn(threadId, "question 3").id()));
    }

    /** Takes back all turns but the first {@code kept}. */
    Answer revertTo(int kept) throws InterruptedException {
      Answer answer =
          client.ask(
              "thread/revert", "{threadId:'%s',beforeTurnId:'%s'}", threadId, turnIds.get(kept));
      answer.result();
      client.await("thread/reverted", "{threadId:'%s'}", threadId);
      return answer;
    }

    List<String> turnsOf(String id) throws InterruptedException {
      return client
          .ask("thread/turns/list", "{threadId:'%s',sortDirection:'asc'}", id)
          .texts("data", "id");
    }
  }

  static Section section() {
    return Section.named("history", "resume, fork and revert")
        .rule(
            "resume-loaded",
            "a loaded thread is resumed with its turns, or without them when that is asked",
            bench -> {
              Three three = Three.in(bench.client());
              bench
                  .client()
                  .ask("thread/resume", "{threadId:'%s'}", three.threadId())
                  .hasTexts("thread.turns", "id", three.turnIds());
              bench
                  .client()
                  .ask("thread/resume", "{threadId:'%s',excludeTurns:true}", three.threadId())
                  .is("thread.turns", "[]")
                  .is("thread.status.type", "'idle'");
            })
        .rule(
            "resume-cold",
            "a stored thread is resumed after a restart: status, answer, usage, and the turns go"
                + " on",
            bench -> {
              Client before = bench.connect(bench.newStage());
              Three three = Three.in(before);
              before.end();
              Client after = bench.connect(before.stage());
              int from = after.mark();
              after
                  .ask("thread/resume", "{threadId:'%s'}", three.threadId())
                  .hasTexts("thread.turns", "id", three.turnIds());
              after.await("thread/tokenUsage/updated", "{threadId:'%s'}", three.threadId());
              int idle =
                  after.indexOf(
                      from,
                      m ->
                          "thread/status/changed".equals(Json.string(m, "method"))
                              && m.toString().contains("\"idle\""));
              int answer = after.indexOf(from, m -> m.has("result"));
              RuleBroken.unless(
                  idle >= 0 && idle < answer, "the status was not told before the answer");
              after.turn(three.threadId(), "question 4");
              String asked = bench.modelInput().toString();
              RuleBroken.unless(
                  asked.contains("question 1") && asked.contains("question 4"),
                  "the model was not shown the history");
            })
        .rule(
            "resume-page",
            "a resume gives a first page of turns when it is asked to",
            bench -> {
              Three three = Three.in(bench.client());
              bench
                  .client()
                  .ask(
                      "thread/resume",
                      "{threadId:'%s',excludeTurns:true,initialTurnsPage:{limit:2,"
                          + "sortDirection:'desc',itemsView:'summary'}}",
                      three.threadId())
                  .hasTexts(
                      "initialTurnsPage.data",
                      "id",
                      List.of(three.turnIds().get(2), three.turnIds().get(1)));
            })
        .rule(
            "resume-while-running",
            "a resume in the middle of a turn shows it in progress, and the rest of it follows",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              bench.modelSays("say \"a \" @resumed \"b\"");
              int from = client.mark();
              String turnId = client.beginTurn(threadId, "run");
              bench.reached("resumed");
              client.await("item/agentMessage/delta", "{turnId:'%s'}", turnId);
              client
                  .ask("thread/resume", "{threadId:'%s'}", threadId)
                  .is("thread.status.type", "'active'")
                  .is("thread.turns[0].id", "'%s'", turnId)
                  .is("thread.turns[0].status", "'inProgress'");
              bench.model().open("resumed");
              client.endOfTurn(from, turnId).endedAs("completed");
            })
        .rule(
            "fork",
            "a fork is a new thread with the turns of its source, which stays as it is",
            bench -> {
              Client client = bench.client();
              Three three = Three.in(client);
              Answer fork = client.ask("thread/fork", "{threadId:'%s'}", three.threadId());
              String forkId = fork.text("thread.id");
              fork.is("thread.forkedFromId", "'%s'", three.threadId())
                  .is("thread.preview", "'question 1'");
              RuleBroken.unless(!forkId.equals(three.threadId()), "the id is that of the source");
              client.await("thread/started", "{thread:{id:'%s'}}", forkId);
              client.turn(forkId, "only here");
              RuleBroken.unless(
                  three.turnsOf(forkId).size() == 4
                      && three.turnsOf(forkId).subList(0, 3).equals(three.turnIds()),
                  "the turns of the fork are " + three.turnsOf(forkId));
              RuleBroken.unless(
                  three.turnsOf(three.threadId()).equals(three.turnIds()),
                  "the source has changed");
            })
        .rule(
            "fork-at-a-turn",
            "a fork can end with a turn, or before one",
            bench -> {
              Client client = bench.client();
              Three three = Three.in(client);
              String with =
                  client
                      .ask(
                          "thread/fork",
                          "{threadId:'%s',excludeTurns:true,lastTurnId:'%s'}",
                          three.threadId(),
                          three.turnIds().get(1))
                      .text("thread.id");
              RuleBroken.unless(
                  three.turnsOf(with).equals(three.turnIds().subList(0, 2)),
                  "with lastTurnId: " + three.turnsOf(with));
              String before =
                  client
                      .ask(
                          "thread/fork",
                          "{threadId:'%s',excludeTurns:true,beforeTurnId:'%s'}",
                          three.threadId(),
                          three.turnIds().get(1))
                      .text("thread.id");
              RuleBroken.unless(
                  three.turnsOf(before).equals(three.turnIds().subList(0, 1)),
                  "with beforeTurnId: " + three.turnsOf(before));
            })
        .rule(
            "fork-while-running",
            "a fork in the middle of a turn has that turn as interrupted; the source goes on",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              bench.modelSays("say \"a \" @forked \"b\"");
              int from = client.mark();
              String turnId = client.beginTurn(threadId, "run");
              bench.reached("forked");
              client.await("item/agentMessage/delta", "{turnId:'%s'}", turnId);
              String forkId =
                  client
                      .ask("thread/fork", "{threadId:'%s',excludeTurns:true}", threadId)
                      .text("thread.id");
              client
                  .ask("thread/turns/list", "{threadId:'%s'}", forkId)
                  .is("data[0].status", "'interrupted'");
              bench.model().open("forked");
              client.endOfTurn(from, turnId).endedAs("completed");
            })
        .rule(
            "fork-of-a-fork",
            "a fork of a fork has all turns before it, also after a restart",
            bench -> {
              Client client = bench.connect(bench.newStage());
              Three three = Three.in(client);
              String fork =
                  client
                      .ask("thread/fork", "{threadId:'%s',excludeTurns:true}", three.threadId())
                      .text("thread.id");
              String mine = client.turn(fork, "in the fork").id();
              String second =
                  client
                      .ask("thread/fork", "{threadId:'%s',excludeTurns:true}", fork)
                      .text("thread.id");
              client.turn(second, "in the second");
              client.end();
              Client after = bench.connect(client.stage());
              List<String> turns =
                  after
                      .ask("thread/turns/list", "{threadId:'%s',sortDirection:'asc'}", second)
                      .texts("data", "id");
              RuleBroken.unless(
                  turns.size() == 5
                      && turns.subList(0, 3).equals(three.turnIds())
                      && turns.get(3).equals(mine),
                  "the turns are " + turns);
            })
        .rule(
            "revert",
            "a revert takes a turn and all after it back, for readers and for the model",
            bench -> {
              Client client = bench.client();
              Three three = Three.in(client);
              three
                  .revertTo(1)
                  .is("thread.id", "'%s'", three.threadId())
                  .is("thread.status.type", "'idle'");
              RuleBroken.unless(
                  three.turnsOf(three.threadId()).equals(three.turnIds().subList(0, 1)),
                  "the turns are " + three.turnsOf(three.threadId()));
              client.turn(three.threadId(), "another question");
              String asked = bench.modelInput().toString();
              RuleBroken.unless(
                  asked.contains("question 1") && !asked.contains("question 2"),
                  "the model was shown " + asked);
            })
        .rule(
            "revert-running",
            "a revert to before the running turn stops that turn",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              bench.modelSays("say \"a \" @reverted \"b\"");
              int from = client.mark();
              String turnId = client.beginTurn(threadId, "goes");
              bench.reached("reverted");
              client.await("item/agentMessage/delta", "{turnId:'%s'}", turnId);
              client
                  .ask("thread/revert", "{threadId:'%s',beforeTurnId:'%s'}", threadId, turnId)
                  .result();
              client.await("thread/reverted", "{threadId:'%s'}", threadId);
              client.endOfTurn(from, turnId).endedAs("interrupted");
              bench.model().open("reverted");
              RuleBroken.unless(
                  client.ask("thread/turns/list", "{threadId:'%s'}", threadId).list("data").size()
                      == 1,
                  "the turn is still there");
            })
        .rule(
            "revert-preview",
            "after a revert of everything the preview is that of the new first message",
            bench -> {
              Client client = bench.client();
              Three three = Three.in(client);
              three.revertTo(0).result();
              client.turn(three.threadId(), "a new beginning");
              client
                  .ask("thread/read", "{threadId:'%s'}", three.threadId())
                  .is("thread.preview", "'a new beginning'");
            })
        .rule(
            "rollback",
            "the last turns of a legacy thread can be taken back by number",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread("{cwd:'%s',historyMode:'legacy'}", client.cwd());
              String first = client.turn(threadId, "question 1").id();
              client.turn(threadId, "question 2");
              client
                  .ask("thread/rollback", "{threadId:'%s',numTurns:1}", threadId)
                  .orSkip()
                  .hasTexts("thread.turns", "id", List.of(first));
            })
        .rule(
            "summary",
            "a conversation can be summed up by its id and by its path",
            bench -> {
              Client client = bench.client();
              Three three = Three.in(client);
              JsonObject byId =
                  client
                      .ask("getConversationSummary", "{conversationId:'%s'}", three.threadId())
                      .orSkip()
                      .at("summary")
                      .getAsJsonObject();
              RuleBroken.unless(
                  "question 1".equals(Json.string(byId, "preview")), "the summary is " + byId);
              client
                  .ask(
                      "getConversationSummary",
                      "{rolloutPath:'%s'}",
                      String.valueOf(Json.string(byId, "path")))
                  .is("summary.conversationId", "'%s'", three.threadId());
            });
  }
}
