package dev.heddle.server.conform;

/** Threads that go on by themselves. */
final class GoalRules {
  private static final String OF_THREAD = "{threadId:'%s'}";

  private GoalRules() {}

  static Section section() {
    return Section.named("goals", "threads that go on by themselves")
        .rule(
            "budget",
            "turn follows turn towards an active goal until its budget is used up",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              client
                  .ask(
                      "thread/goal/set",
                      "{threadId:'%s',objective:'Do it',tokenBudget:20}",
                      threadId)
                  .orSkip()
                  .is("goal.status", "'active'");
              client.await("turn/completed", OF_THREAD, threadId);
              client.await(
                  "thread/goal/updated", "{threadId:'%s',goal:{status:'budgetLimited'}}", threadId);
              client.await("turn/completed", OF_THREAD, threadId);
              client
                  .ask("thread/goal/get", OF_THREAD, threadId)
                  .is("goal.status", "'budgetLimited'");
            })
        .rule(
            "interrupted",
            "after an interrupt a goal waits for a turn of the user",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              bench.modelSays("say \"half \" @goal \"and half\"");
              client
                  .ask(
                      "thread/goal/set",
                      "{threadId:'%s',objective:'Do it',tokenBudget:30}",
                      threadId)
                  .orSkip()
                  .result();
              String turnId =
                  client
                      .await("turn/started", OF_THREAD, threadId)
                      .getAsJsonObject("params")
                      .getAsJsonObject("turn")
                      .get("id")
                      .getAsString();
              bench.reached("goal");
              client.ask("turn/interrupt", "{threadId:'%s',turnId:'%s'}", threadId, turnId);
              client.await("turn/completed", "{turn:{id:'%s',status:'interrupted'}}", turnId);
              bench.model().open("goal");
              client.ask("thread/goal/get", OF_THREAD, threadId).is("goal.tokensUsed", "0");
              client.turn(threadId, "go on");
              client.await(
                  "thread/goal/updated", "{threadId:'%s',goal:{status:'budgetLimited'}}", threadId);
              client.await("turn/completed", OF_THREAD, threadId);
            });
  }
}
