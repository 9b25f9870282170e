package dev.heddle.server.conform;

import java.io.IOException;

/** What must still be there after the server was killed. */
final class DurabilityRules {
  private DurabilityRules() {}

  static Section section() {
    return Section.named("durability", "what is there after kill -9 and a restart")
        .rule(
            "killed-at-turn-completed",
            "a turn that was told to be complete is there after kill -9 at that moment, three"
                + " times",
            bench -> {
              Client client = bench.connect(bench.newStage());
              String threadId = client.startThread();
              for (int i = 1; i <= 3; i++) {
                bench.modelSays("say \"answer " + i + "\"");
                client.turn(threadId, "question " + i);
                client = killed(bench, client);
                client.ask("thread/resume", "{threadId:'%s',excludeTurns:true}", threadId).result();
                Answer turns =
                    client.ask("thread/turns/list", "{threadId:'%s',itemsView:'full'}", threadId);
                RuleBroken.unless(turns.list("data").size() == i, "turns are missing");
                turns
                    .is("data[0].status", "'completed'")
                    .is("data[0].items[0].content[0].text", "'question %s'", i)
                    .is("data[0].items[1].text", "'answer %s'", i);
              }
            })
        .rule(
            "killed-after-answers",
            "what an answer said was done is there after kill -9: name, goal, git data, archive",
            bench -> {
              Client client = bench.connect(bench.newStage());
              String named = client.threadWithATurn();
              String archived = client.threadWithATurn();
              client.ask("thread/goal/set", "{threadId:'%s',objective:'o',status:'paused'}", named);
              client
                  .ask("thread/metadata/update", "{threadId:'%s',gitInfo:{branch:'kept'}}", named)
                  .result();
              client.ask("thread/archive", "{threadId:'%s'}", archived).result();
              client.ask("thread/name/set", "{threadId:'%s',name:'kept'}", named).result();
              client = killed(bench, client);
              client
                  .ask("thread/read", "{threadId:'%s'}", named)
                  .is("thread.name", "'kept'")
                  .is("thread.gitInfo.branch", "'kept'");
              client.ask("thread/goal/get", "{threadId:'%s'}", named).is("goal.objective", "'o'");
              client.ask("thread/list", "{archived:true}").is("data[0].id", "'%s'", archived);
              client.ask("thread/list", "{}").is("data[0].id", "'%s'", named);
            })
        .rule(
            "killed-after-fork-and-revert",
            "a fork and a revert that were answered are there after kill -9",
            bench -> {
              Client client = bench.connect(bench.newStage());
              String threadId = client.threadWithATurn();
              String second = client.turn(threadId, "second").id();
              String fork =
                  client
                      .ask("thread/fork", "{threadId:'%s',excludeTurns:true}", threadId)
                      .text("thread.id");
              client
                  .ask("thread/revert", "{threadId:'%s',beforeTurnId:'%s'}", threadId, second)
                  .result();
              client = killed(bench, client);
              RuleBroken.unless(
                  turns(client, threadId) == 1 && turns(client, fork) == 2,
                  "there are "
                      + turns(client, threadId)
                      + " turns and in the fork "
                      + turns(client, fork));
            })
        .rule(
            "killed-in-a-turn",
            "a turn that was cut by kill -9 is interrupted, and the thread goes on",
            bench -> {
              Client client = bench.connect(bench.newStage());
              String threadId = client.threadWithATurn();
              cutInTurn(bench, client, threadId, "killed");
              client = killed(bench, client);
              bench.model().open("killed");
              client
                  .ask("thread/read", "{threadId:'%s'}", threadId)
                  .is("thread.status.type", "'notLoaded'");
              client.ask("thread/resume", "{threadId:'%s',excludeTurns:true}", threadId).result();
              client
                  .ask("thread/turns/list", "{threadId:'%s',itemsView:'full'}", threadId)
                  .is("data[0].status", "'interrupted'")
                  .is("data[0].items[0].content[0].text", "'cut here'");
              client.turn(threadId, "go on").endedAs("completed");
            })
        .rule(
            "ended-in-a-turn",
            "when the input ends in the middle of a turn, the text so far is stored",
            bench -> {
              Client client = bench.connect(bench.newStage());
              String threadId = client.threadWithATurn();
              cutInTurn(bench, client, threadId, "ended");
              RuleBroken.unless(client.end() != null, "the server did not end");
              bench.model().open("ended");
              Client after = bench.connect(client.stage());
              after.ask("thread/resume", "{threadId:'%s',excludeTurns:true}", threadId).result();
              Answer turns =
                  after.ask("thread/turns/list", "{threadId:'%s',itemsView:'full'}", threadId);
              turns.is("data[0].status", "'interrupted'");
              RuleBroken.unless(
                  turns.message().toString().contains("a whole half"), "the text is lost");
            });
  }

  private static Client killed(Bench bench, Client client)
      throws IOException, InterruptedException {
    client.kill();
    return bench.connect(client.stage());
  }

  private static void cutInTurn(Bench bench, Client client, String threadId, String gate)
      throws InterruptedException {
    bench.modelSays("say \"a whole half\" @" + gate + " \" and the other\"");
    String turnId = client.beginTurn(threadId, "cut here");
    bench.reached(gate);
    client.await("item/agentMessage/delta", "{turnId:'%s'}", turnId);
  }

  private static int turns(Client client, String threadId) throws InterruptedException {
    return client.ask("thread/turns/list", "{threadId:'%s'}", threadId).list("data").size();
  }
}
