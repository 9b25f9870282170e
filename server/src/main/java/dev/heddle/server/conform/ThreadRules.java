package dev.heddle.server.conform;

import com.google.gson.JsonObject;
import java.util.List;

/** The life of a thread: started, named, archived, brought back, deleted. */
final class ThreadRules {
  /** Every member of a thread; clients generated from the schema need them all. */
  private static final List<String> MEMBERS =
      List.of(
          "id",
          "sessionId",
          "forkedFromId",
          "parentThreadId",
          "preview",
          "ephemeral",
          "section",
          "sectionEnteredAt",
          "projectId",
          "historyMode",
          "modelProvider",
          "createdAt",
          "updatedAt",
          "recencyAt",
          "status",
          "path",
          "cwd",
          "cliVersion",
          "source",
          "threadSource",
          "agentNickname",
          "agentRole",
          "gitInfo",
          "name",
          "turns");

  private static final List<String> START_MEMBERS =
      List.of(
          "thread",
          "model",
          "modelProvider",
          "serviceTier",
          "cwd",
          "instructionSources",
          "approvalPolicy",
          "approvalsReviewer",
          "sandbox",
          "reasoningEffort");

  private ThreadRules() {}

  static Section section() {
    return Section.named("threads", "the life of a thread")
        .rule(
            "start",
            "a started thread is whole and idle, and its settings are those of the configuration",
            bench -> {
              Client client = bench.client();
              Answer answer = client.ask("thread/start", "{cwd:'%s'}", client.cwd());
              answer
                  .is("thread.status.type", "'idle'")
                  .is("thread.preview", "''")
                  .is("thread.ephemeral", "false")
                  .is("thread.turns", "[]")
                  .is("thread.cwd", "'%s'", client.cwd())
                  .is("model", "'mock-model'")
                  .is("modelProvider", "'mock'")
                  .is("approvalPolicy", "'never'")
                  .is("sandbox.type", "'dangerFullAccess'");
              has(answer.result().getAsJsonObject(), START_MEMBERS);
              has(answer.at("thread").getAsJsonObject(), MEMBERS);
              JsonObject started =
                  client.await("thread/started", "{thread:{id:'%s'}}", answer.text("thread.id"));
              RuleBroken.unless(
                  answer.at("thread").equals(WireText.at(started, "params.thread")),
                  "thread/started has another thread than the answer");
            })
        .rule(
            "start-settings",
            "settings given at the start are those of the thread",
            bench -> {
              Client client = bench.client();
              client
                  .ask(
                      "thread/start",
                      "{cwd:'%s',model:'m1',approvalPolicy:'on-request',sandbox:'read-only'}",
                      client.cwd())
                  .is("model", "'m1'")
                  .is("approvalPolicy", "'on-request'")
                  .is("sandbox.type", "'readOnly'");
            })
        .rule(
            "listed-from-the-first-turn",
            "a thread is loaded at once, and listed from its first turn on, with a preview",
            bench -> {
              Client client = bench.connect(bench.newStage());
              String threadId = client.startThread();
              client.ask("thread/loaded/list", "{}").is("data", "['%s']", threadId);
              client.ask("thread/list", "{}").is("data", "[]");
              client.turn(threadId, "the first words");
              client
                  .ask("thread/list", "{}")
                  .is("data[0].id", "'%s'", threadId)
                  .is("data[0].preview", "'the first words'");
              client
                  .ask("thread/read", "{threadId:'%s'}", threadId)
                  .is("thread.preview", "'the first words'");
            })
        .rule(
            "name",
            "a name is trimmed, told to everybody and shown from then on",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              client.ask("thread/name/set", "{threadId:'%s',name:'  A name '}", threadId).result();
              client.await("thread/name/updated", "{threadId:'%s',threadName:'A name'}", threadId);
              client.ask("thread/read", "{threadId:'%s'}", threadId).is("thread.name", "'A name'");
            })
        .rule(
            "git-info",
            "git data is changed by member: absent keeps, null clears, a text is trimmed and set",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              String update = "{threadId:'%s',gitInfo:";
              client
                  .ask("thread/metadata/update", update + "{branch:' main ',sha:'abc'}}", threadId)
                  .is("thread.gitInfo.branch", "'main'");
              client
                  .ask("thread/metadata/update", update + "{branch:null}}", threadId)
                  .is("thread.gitInfo.branch", "null")
                  .is("thread.gitInfo.sha", "'abc'");
            })
        .rule(
            "memory-mode",
            "the memory mode of a thread can be set",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              client
                  .ask("thread/memoryMode/set", "{threadId:'%s',mode:'disabled'}", threadId)
                  .orSkip()
                  .result();
            })
        .rule(
            "goal",
            "a goal is set, told, read and cleared",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              client
                  .ask("thread/goal/get", "{threadId:'%s'}", threadId)
                  .orSkip()
                  .is("goal", "null");
              client
                  .ask(
                      "thread/goal/set",
                      "{threadId:'%s',objective:'Do it',status:'paused',tokenBudget:1000}",
                      threadId)
                  .is("goal.objective", "'Do it'")
                  .is("goal.tokensUsed", "0");
              client.await("thread/goal/updated", "{threadId:'%s'}", threadId);
              client
                  .ask("thread/goal/get", "{threadId:'%s'}", threadId)
                  .is("goal.tokenBudget", "1000");
              client.ask("thread/goal/clear", "{threadId:'%s'}", threadId).is("cleared", "true");
              client.await("thread/goal/cleared", "{threadId:'%s'}", threadId);
              client.ask("thread/goal/clear", "{threadId:'%s'}", threadId).is("cleared", "false");
            })
        .rule(
            "read-state",
            "a completed turn is unread until the client says that it was read",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              TurnRecord turn = client.turn(threadId, "hi");
              RuleBroken.unless(
                  turn.indexOf("thread/readState/changed", "{threadId:'" + threadId + "'}") >= 0,
                  "thread/readState/changed did not come before the end of the turn");
              String revision =
                  client.ask("thread/list", "{}").text("readStates." + threadId + ".revision");
              client
                  .ask(
                      "thread/readState/update",
                      "{threadId:'%s',operation:{type:'read'},expectedRevision:'%s'}",
                      threadId,
                      revision)
                  .is("readState.firstUnread", "null");
              client
                  .ask(
                      "thread/readState/update",
                      "{threadId:'%s',operation:{type:'unread'},expectedRevision:'%s'}",
                      threadId,
                      revision)
                  .refused(-32600, "read state changed");
            })
        .rule(
            "archive",
            "an archived thread is in the list of archived ones only, until it is brought back",
            bench -> {
              Client client = bench.connect(bench.newStage());
              String threadId = client.threadWithATurn();
              client.ask("thread/archive", "{threadId:'%s'}", threadId).is("", "{}");
              client.await("thread/archived", "{threadId:'%s'}", threadId);
              client.ask("thread/list", "{}").is("data", "[]");
              client.ask("thread/loaded/list", "{}").is("data", "[]");
              client.ask("thread/list", "{archived:true}").is("data[0].id", "'%s'", threadId);
              client
                  .ask("thread/unarchive", "{threadId:'%s'}", threadId)
                  .is("thread.id", "'%s'", threadId)
                  .is("thread.status.type", "'notLoaded'");
              client.await("thread/unarchived", "{threadId:'%s'}", threadId);
              client.ask("thread/list", "{}").is("data[0].id", "'%s'", threadId);
              client.ask("thread/list", "{archived:true}").is("data", "[]");
            })
        .rule(
            "delete",
            "a deleted thread is gone",
            bench -> {
              Client client = bench.connect(bench.newStage());
              String threadId = client.threadWithATurn();
              client.ask("thread/delete", "{threadId:'%s'}", threadId).is("", "{}");
              client.await("thread/deleted", "{threadId:'%s'}", threadId);
              client.ask("thread/list", "{}").is("data", "[]");
              client.ask("thread/loaded/list", "{}").is("data", "[]");
              client
                  .ask("thread/read", "{threadId:'%s'}", threadId)
                  .refused(-32600, "thread not loaded: " + threadId);
            })
        .rule(
            "ephemeral",
            "an ephemeral thread has no path, is never listed, and its turns go like any other's",
            bench -> {
              Client client = bench.connect(bench.newStage());
              Answer answer = client.ask("thread/start", "{cwd:'%s',ephemeral:true}", client.cwd());
              answer.is("thread.path", "null").is("thread.ephemeral", "true");
              TurnRecord turn = client.turn(answer.text("thread.id"), "hi");
              turn.endedAs("completed");
              client.ask("thread/list", "{}").is("data", "[]");
            })
        .rule(
            "unsubscribe",
            "a client that stops listening hears no turns, until it resumes the thread",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              client
                  .ask("thread/unsubscribe", "{threadId:'%s'}", threadId)
                  .is("status", "'unsubscribed'");
              client
                  .ask("thread/unsubscribe", "{threadId:'%s'}", threadId)
                  .is("status", "'notSubscribed'");
              client.ask("thread/name/set", "{threadId:'%s',name:'heard'}", threadId).result();
              client.await("thread/name/updated", "{threadId:'%s'}", threadId);
              client.ask("thread/resume", "{threadId:'%s',excludeTurns:true}", threadId).result();
              client.turn(threadId, "heard again");
            })
        .rule(
            "inject",
            "injected items are part of the conversation that the model sees",
            bench -> {
              Client client = bench.client();
              String threadId = client.threadWithATurn();
              client
                  .ask(
                      "thread/inject_items",
                      "{threadId:'%s',items:[{type:'message',role:'user',content:"
                          + "[{type:'input_text',text:'from elsewhere'}]}]}",
                      threadId)
                  .is("", "{}");
              client.turn(threadId, "go on");
              String asked = bench.modelInput().toString();
              RuleBroken.unless(asked.contains("from elsewhere"), "the model was not shown it");
            })
        .rule(
            "start-refused",
            "a start that cannot be is refused: an unknown provider, two ways to set one thing",
            bench -> {
              Client client = bench.client();
              client
                  .ask("thread/start", "{modelProvider:'nope'}")
                  .refusedLike(-32600, "failed to load configuration: Model provider `nope` not");
              client
                  .ask("thread/start", "{permissions:'x',sandbox:'read-only'}")
                  .refused(-32600, "`permissions` cannot be combined with `sandbox`");
            });
  }

  private static void has(JsonObject object, List<String> members) {
    List<String> missing = members.stream().filter(member -> !object.has(member)).toList();
    RuleBroken.unless(missing.isEmpty(), "members are missing: " + missing);
  }
}
