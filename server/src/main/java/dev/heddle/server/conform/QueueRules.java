package dev.heddle.server.conform;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.Json;
import dev.heddle.server.conform.stage.Stage;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** Messages that wait until their thread can take them. */
final class QueueRules {
  private static final String ADD =
      "{threadId:'%s',clientUserMessageId:'%s',input:[{type:'text',text:'%s'}]}";
  private static final String OF_THREAD = "{threadId:'%s'}";
  private static final String OF_TURN = "{turn:{id:'%s'}}";

  /** The item that shows that a message was sent. */
  private static final String SENT = "{threadId:'%s',item:{clientId:'%s'}}";

  private static final String MESSAGE = "{threadId:'%s',queuedSubmissionId:'%s'}";

  private QueueRules() {}

  static Section section() {
    return Section.named("queue", "messages that wait until their thread can take them")
        .rule(
            "idle",
            "a message for an idle thread begins a turn, under the client's id, and waits no more",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              add(client, threadId, "k", "queued");
              client.await("item/started", SENT, threadId, "k");
              client.await("turn/completed", OF_THREAD, threadId);
              client.ask("thread/queue/list", OF_THREAD, threadId).is("data", "[]");
            })
        .rule(
            "in-order",
            "what is added while a turn runs is listed, and sent in order when that completes",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              bench.modelSays("say \"half \" @queued \"and half\"");
              String turnId = client.beginTurn(threadId, "begin");
              bench.reached("queued");
              List<String> ids =
                  List.of(add(client, threadId, "a", "one"), add(client, threadId, "b", "two"));
              waiting(client, threadId, ids);
              int from = client.mark();
              bench.model().open("queued");
              client.await("turn/completed", OF_TURN, turnId);
              for (String each : List.of("a", "b")) {
                client.await("item/started", SENT, threadId, each);
                client.await("turn/completed", OF_THREAD, threadId);
              }
              int begun = client.indexOf(from, isNotification("turn/completed", OF_TURN, turnId));
              for (String each : List.of("a", "b")) {
                int sent =
                    client.indexOf(from, isNotification("item/started", SENT, threadId, each));
                RuleBroken.unless(sent > begun, "'" + each + "' was sent too early");
                begun = sent;
              }
              waiting(client, threadId, List.of());
            })
        .rule(
            "paused",
            "after an interrupt messages wait until a turn is begun by hand",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              String first = paused(bench, client, threadId, "cut-queue");
              String second = add(client, threadId, "b", "two");
              waiting(client, threadId, List.of(first, second));
              client
                  .ask("thread/queue/start", MESSAGE, threadId, Client.NOBODY)
                  .refused(-32600, "queued submission not found: " + Client.NOBODY);
              int from = client.mark();
              String turnId =
                  client.ask("thread/queue/start", MESSAGE, threadId, second).text("turn.id");
              TurnRecord turn = client.endOfTurn(from, turnId).endedAs("completed");
              RuleBroken.unless(
                  turn.indexOf("item/started", "{turnId:'" + turnId + "',item:{clientId:'b'}}")
                      >= 0,
                  "it began with another message");
              client.await("turn/completed", OF_TURN, turnId);
              client.await("item/started", SENT, threadId, "a");
              client.await("turn/completed", OF_THREAD, threadId);
              waiting(client, threadId, List.of());
              client
                  .ask("thread/queue/start", OF_THREAD, threadId)
                  .refused(-32600, "queue is empty");
            })
        .rule(
            "changes",
            "waiting messages are changed, moved and taken back; the answer comes before the change"
                + " is told",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              String first = paused(bench, client, threadId, "changed-queue");
              String second = add(client, threadId, "b", "two");
              client.await("thread/queue/changed", OF_THREAD, threadId);
              int from = client.mark();
              client
                  .ask(
                      "thread/queue/update",
                      "{threadId:'%s',queuedSubmissionId:'%s',"
                          + "input:[{type:'text',text:'changed'}]}",
                      threadId,
                      first)
                  .is("queuedSubmission.id", "'%s'", first)
                  .is("queuedSubmission.clientUserMessageId", "'a'")
                  .is("queuedSubmission.input[0].text", "'changed'");
              answerFirst(client, from, threadId);
              from = client.mark();
              client
                  .ask(
                      "thread/queue/reorder",
                      "{threadId:'%s',queuedSubmissionIds:['%s','%s']}",
                      threadId,
                      second,
                      first)
                  .is("", "{}");
              answerFirst(client, from, threadId);
              waiting(client, threadId, List.of(second, first));
              client
                  .ask(
                      "thread/queue/reorder",
                      "{threadId:'%s',queuedSubmissionIds:['%s']}",
                      threadId,
                      first)
                  .refused(
                      -32600, "queue reorder must include every queued submission exactly once");
              from = client.mark();
              client.ask("thread/queue/delete", MESSAGE, threadId, second).is("deleted", "true");
              answerFirst(client, from, threadId);
              client.ask("thread/queue/delete", MESSAGE, threadId, second).is("deleted", "false");
              waiting(client, threadId, List.of(first));
            })
        .rule(
            "pages",
            "pages of waiting messages come in order, and a cursor that is none is refused",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              String first = paused(bench, client, threadId, "paged-queue");
              String second = add(client, threadId, "b", "two");
              Answer page = client.ask("thread/queue/list", "{threadId:'%s',limit:1}", threadId);
              page.hasTexts("data", "id", List.of(first));
              client
                  .ask(
                      "thread/queue/list",
                      "{threadId:'%s',limit:1,cursor:'%s'}",
                      threadId,
                      page.text("nextCursor"))
                  .is("nextCursor", "null")
                  .hasTexts("data", "id", List.of(second));
              client
                  .ask("thread/queue/list", "{threadId:'%s',cursor:'x'}", threadId)
                  .refusedLike(-32600, "invalid queue pagination cursor: ");
            })
        .rule(
            "resumed",
            "what was added to a thread that is not loaded survives a kill and is sent when the"
                + " thread is resumed",
            bench -> {
              Stage stage = bench.newStage();
              String threadId;
              try (Client client = bench.connect(stage)) {
                threadId = client.threadWithATurn();
              }
              Client killed = bench.connect(stage);
              String id = add(killed, threadId, "k", "queued");
              killed
                  .ask("thread/queue/start", OF_THREAD, threadId)
                  .refused(-32600, "resume the thread before starting a queued message");
              killed.kill();
              Client client = bench.connect(stage);
              waiting(client, threadId, List.of(id));
              client.ask("thread/resume", OF_THREAD, threadId).result();
              client.await("item/started", SENT, threadId, "k");
              client.await("turn/completed", OF_THREAD, threadId);
              waiting(client, threadId, List.of());
            })
        .rule(
            "refused",
            "no queue for threads that are unknown or never stored, and nothing empty in one",
            bench -> {
              Client client = bench.client();
              client
                  .ask("thread/queue/list", OF_THREAD, Client.NOBODY)
                  .orSkip()
                  .refused(
                      -32603,
                      "failed to read thread: invalid thread-store request: no rollout found for"
                          + " thread id "
                          + Client.NOBODY);
              String ephemeral = client.startThread("{ephemeral:true,cwd:'%s'}", client.cwd());
              client
                  .ask("thread/queue/add", ADD, ephemeral, "a", "text")
                  .refused(
                      -32600, "ephemeral thread does not support queued submissions: " + ephemeral);
              String threadId = client.startThread();
              client
                  .ask(
                      "thread/queue/add",
                      "{threadId:'%s',clientUserMessageId:'a',input:[]}",
                      threadId)
                  .refused(-32600, "only user input can be added to the user-message queue");
            });
  }

  /** Lets a message wait behind an interrupted turn; returns the message's id. */
  private static String paused(Bench bench, Client client, String threadId, String gate)
      throws IOException, InterruptedException {
    bench.modelSays("say \"half \" @" + gate + " \"and half\"");
    String turnId = client.beginTurn(threadId, "begin");
    bench.reached(gate);
    String id = add(client, threadId, "a", "one");
    client.await("thread/queue/changed", OF_THREAD, threadId);
    client.interrupt(threadId).result();
    client.await("turn/completed", OF_TURN, turnId);
    bench.model().open(gate);
    return id;
  }

  private static String add(Client client, String threadId, String clientId, String text)
      throws InterruptedException {
    return client
        .ask("thread/queue/add", ADD, threadId, clientId, text)
        .orSkip()
        .holds("{queuedSubmission:{clientUserMessageId:'%s'}}", clientId)
        .text("queuedSubmission.id");
  }

  private static void waiting(Client client, String threadId, List<String> ids)
      throws InterruptedException {
    client.ask("thread/queue/list", OF_THREAD, threadId).hasTexts("data", "id", ids);
  }

  private static void answerFirst(Client client, int from, String threadId)
      throws InterruptedException {
    client.await("thread/queue/changed", OF_THREAD, threadId);
    int answer = client.indexOf(from, message -> message.has("result"));
    int told = client.indexOf(from, isNotification("thread/queue/changed", OF_THREAD, threadId));
    RuleBroken.unless(answer >= 0 && answer < told, "the change was told before the answer");
  }

  private static Predicate<JsonObject> isNotification(
      String method, String expected, Object... values) {
    JsonElement wanted = WireText.json(expected, values);
    return message ->
        method.equals(Json.string(message, "method")) && Json.holds(message.get("params"), wanted);
  }
}
