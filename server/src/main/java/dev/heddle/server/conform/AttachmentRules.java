package dev.heddle.server.conform;

import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Things that clients put beside threads, and threads that are found again by them. */
final class AttachmentRules {
  private static final String OF_THREAD = "{threadId:'%s'}";
  private static final String ONE = "{threadId:'%s',attachmentType:'pr',identityKey:'%s'}";
  private static final String ADD =
      "{threadId:'%s',attachmentType:'pr',identityKey:'%s',payload:%s}";
  private static final String OWNERS = "{attachmentType:'pr',identityKey:'%s'%s}";

  /** What is said to requests that cannot be done; {@code t} is a thread. */
  private static final String REFUSED =
      """
      thread/attachment/add | {threadId:'{t}',attachmentType:'',identityKey:'k',payload:1} | -32602 | attachmentType must not be empty
      thread/attachment/add | {threadId:'{t}',attachmentType:'a',identityKey:' ',payload:1} | -32602 | identityKey must not be empty
      thread/attachment/add | {threadId:'{t}',attachmentType:'{long}',identityKey:'k',payload:1} | -32602 | attachmentType must not exceed 256 bytes
      thread/attachment/add | {threadId:'{t}',attachmentType:'a',identityKey:'{long}',payload:1} | -32602 | identityKey must not exceed 256 bytes
      thread/attachment/add | {threadId:'{t}',attachmentType:'a',identityKey:'k',payload:'{large}'} | -32602 | attachment payload must not exceed 65536 bytes
      thread/attachment/add | {threadId:'{t}',attachmentType:'a',identityKey:'k'} | -32600 | Invalid request: missing field `payload`
      thread/attachment/add | {threadId:'{nobody}',attachmentType:'a',identityKey:'k',payload:1} | -32602 | thread not found: {nobody}
      thread/attachment/add | {threadId:'n',attachmentType:'a',identityKey:'k',payload:1} | -32602 | invalid thread id: …
      thread/attachment/remove | {threadId:'{nobody}',attachmentType:'a',identityKey:'k'} | -32602 | thread not found: {nobody}
      thread/attachment/remove | {threadId:'{t}',attachmentType:' ',identityKey:'k'} | -32602 | attachmentType must not be empty
      thread/attachment/list | {threadId:'n'} | -32602 | invalid thread id: …
      thread/attachment/list | {threadId:'{t}',cursor:'x'} | -32602 | invalid pagination cursor
      thread/attachment/list | {threadId:'{t}',cursor:'{nobody}|1|{nobody}'} | -32602 | invalid pagination cursor
      thread/attachmentOwner/list | {attachmentType:'a',identityKey:''} | -32602 | identityKey must not be empty
      thread/attachmentOwner/list | {attachmentType:'a',identityKey:'k',cursor:'x'} | -32602 | invalid pagination cursor
      """;

  private AttachmentRules() {}

  static Section section() {
    Section section =
        Section.named("attachments", "things that clients put beside threads")
            .rule(
                "added-once",
                "an attachment is added once and stays as it was; everybody is told when it is new",
                AttachmentRules::addedOnce)
            .rule(
                "removed",
                "one that is removed is gone, everybody is told, and again it is no error",
                AttachmentRules::removed)
            .rule(
                "payloads",
                "a payload is any JSON, and comes back as it was",
                AttachmentRules::payloads)
            .rule(
                "pages",
                "attachments are listed in the order they were added, each once",
                AttachmentRules::pages)
            .rule("bounded", "a thread has a hundred and no more", AttachmentRules::bounded)
            .rule(
                "owners",
                "the threads that have one are found by what it is, archived ones if wanted",
                AttachmentRules::owners)
            .rule("forked", "a fork has copies that are its own", AttachmentRules::forked)
            .rule(
                "not-stored",
                "a thread without a turn has none and takes none",
                bench -> {
                  Client client = bench.client();
                  String threadId = client.startThread();
                  client
                      .ask("thread/attachment/add", ADD, threadId, "1", "1")
                      .refused(-32602, "thread not found: " + threadId);
                  client
                      .ask("thread/attachment/list", OF_THREAD, threadId)
                      .is("data", "[]")
                      .is("nextCursor", "null");
                })
            .rule(
                "killed",
                "what was answered is there after kill -9, and goes with its thread",
                AttachmentRules::killed);
    RequestTable.refused(
        section,
        REFUSED,
        client ->
            Map.of(
                "t", client.threadWithATurn(),
                "long", "x".repeat(257),
                "large", "x".repeat(65_535),
                "nobody", Client.NOBODY));
    return section;
  }

  private static void addedOnce(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String threadId = client.threadWithATurn();
    int from = client.mark();
    Answer added =
        client
            .ask("thread/attachment/add", ADD, threadId, "1", "{a:1}")
            .orSkip()
            .is("outcome", "'created'")
            .is("attachment.attachmentType", "'pr'")
            .is("attachment.identityKey", "'1'")
            .is("attachment.payload", "{a:1}");
    String id = added.text("attachment.id");
    told(client, from, threadId, "1", id, "created");
    int again = client.mark();
    client
        .ask("thread/attachment/add", ADD, threadId, "1", "'another'")
        .is("outcome", "'existing'")
        .is("attachment.id", "'%s'", id)
        .is("attachment.payload", "{a:1}");
    untold(client, again);
  }

  private static void removed(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String threadId = client.threadWithATurn();
    String id = add(client, threadId, "1", "1");
    int from = client.mark();
    client.ask("thread/attachment/remove", ONE, threadId, "1").result();
    told(client, from, threadId, "1", id, "deleted");
    client.ask("thread/attachment/list", OF_THREAD, threadId).is("data", "[]");
    int again = client.mark();
    client.ask("thread/attachment/remove", ONE, threadId, "1").result();
    untold(client, again);
  }

  private static void payloads(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String threadId = client.threadWithATurn();
    List<String> payloads =
        List.of("null", "false", "-1.5", "'\u00e4\\u2028'", "[[],{}]", "{a:null,b:{c:[1]}}");
    for (String payload : payloads) {
      client
          .ask("thread/attachment/add", ADD, threadId, "k" + payloads.indexOf(payload), payload)
          .orSkip()
          .is("attachment.payload", "%s", payload);
    }
    Answer listed = client.ask("thread/attachment/list", OF_THREAD, threadId);
    for (int i = 0; i < payloads.size(); i++) {
      listed.is("data[" + i + "].payload", "%s", payloads.get(i));
    }
  }

  private static void pages(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String threadId = client.threadWithATurn();
    List<String> keys = List.of("z", "a", "Z", "m", "0");
    for (String key : keys) {
      String unused = add(client, threadId, key, "1");
    }
    List<String> paged = new ArrayList<>();
    String cursor = "null";
    do {
      Answer page =
          client.ask(
              "thread/attachment/list", "{threadId:'%s',limit:2,cursor:%s}", threadId, cursor);
      paged.addAll(page.texts("data", "identityKey"));
      cursor = page.at("nextCursor").toString();
    } while (!cursor.equals("null") && paged.size() < 10);
    same(paged, keys);
    client
        .ask("thread/attachment/list", "{threadId:'%s',limit:0}", threadId)
        .hasTexts("data", "identityKey", List.of("z"));
  }

  private static void bounded(Bench bench) throws IOException, InterruptedException {
    Client client = bench.client();
    String threadId = client.threadWithATurn();
    for (int i = 0; i < 100; i++) {
      String unused = add(client, threadId, "k" + i, "1");
    }
    client
        .ask("thread/attachment/add", ADD, threadId, "more", "1")
        .refused(-32602, "thread attachment identity count exceeds 100");
    client.ask("thread/attachment/add", ADD, threadId, "k7", "1").is("outcome", "'existing'");
    Answer all = client.ask("thread/attachment/list", "{threadId:'%s',limit:1000}", threadId);
    RuleBroken.unless(all.list("data").size() == 100, "a page of 100 has fewer");
  }

  private static void owners(Bench bench) throws IOException, InterruptedException {
    Client client = bench.connect(bench.newStage());
    List<String> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(client.threadWithATurn());
    }
    for (String threadId : threads.reversed()) {
      String unused = add(client, threadId, "1", "1");
    }
    String other = add(client, threads.get(0), "2", "1");
    client.ask("thread/archive", OF_THREAD, threads.get(1)).result();
    client
        .ask("thread/attachmentOwner/list", OWNERS, "1", "")
        .hasTexts("data", "threadId", threads)
        .is("data[1].archived", "true")
        .is("data[2].archived", "false");
    client
        .ask("thread/attachmentOwner/list", OWNERS, "1", ",archived:false")
        .hasTexts("data", "threadId", List.of(threads.get(0), threads.get(2)));
    client
        .ask("thread/attachmentOwner/list", OWNERS, "1", ",archived:true")
        .hasTexts("data", "threadId", List.of(threads.get(1)));
    client
        .ask("thread/attachmentOwner/list", OWNERS, "2", "")
        .hasTexts("data", "threadId", List.of(threads.get(0)));
    RuleBroken.unless(!other.isEmpty(), "an attachment has no id");
    List<String> paged = new ArrayList<>();
    String cursor = "null";
    do {
      Answer page =
          client.ask("thread/attachmentOwner/list", OWNERS, "1", ",limit:2,cursor:" + cursor);
      paged.addAll(page.texts("data", "threadId"));
      cursor = page.at("nextCursor").toString();
    } while (!cursor.equals("null") && paged.size() < 10);
    same(paged, threads);
  }

  private static void forked(Bench bench) throws IOException, InterruptedException {
    Client client = bench.connect(bench.newStage());
    String threadId = client.threadWithATurn();
    String id = add(client, threadId, "1", "{a:1}");
    String fork =
        client.ask("thread/fork", "{threadId:'%s',excludeTurns:true}", threadId).text("thread.id");
    Answer copies =
        client
            .ask("thread/attachment/list", OF_THREAD, fork)
            .hasTexts("data", "identityKey", List.of("1"))
            .is("data[0].payload", "{a:1}");
    RuleBroken.unless(!copies.text("data[0].id").equals(id), "the copy has the id of the first");
    client.ask("thread/attachment/remove", ONE, threadId, "1").result();
    client
        .ask("thread/attachmentOwner/list", OWNERS, "1", "")
        .hasTexts("data", "threadId", List.of(fork));
  }

  private static void killed(Bench bench) throws IOException, InterruptedException {
    Client client = bench.connect(bench.newStage());
    String threadId = client.threadWithATurn();
    String removed = add(client, threadId, "1", "1");
    String kept = add(client, threadId, "2", "2");
    client.ask("thread/attachment/remove", ONE, threadId, "1").result();
    client.kill();
    Client after = bench.connect(client.stage());
    after.ask("thread/attachment/list", OF_THREAD, threadId).hasTexts("data", "id", List.of(kept));
    RuleBroken.unless(!removed.equals(kept), "two have one id");
    after
        .ask("thread/attachmentOwner/list", OWNERS, "2", "")
        .hasTexts("data", "threadId", List.of(threadId));
    after.ask("thread/attachmentOwner/list", OWNERS, "1", "").is("data", "[]");
    after.ask("thread/delete", OF_THREAD, threadId).result();
    after.ask("thread/attachmentOwner/list", OWNERS, "2", "").is("data", "[]");
  }

  private static String add(Client client, String threadId, String key, String payload)
      throws InterruptedException {
    String id =
        client
            .ask("thread/attachment/add", ADD, threadId, key, payload)
            .orSkip()
            .text("attachment.id");
    JsonObject unused = client.await("thread/attachment/updated", "{attachmentId:'%s'}", id);
    return id;
  }

  /** Expects that everybody is told of a change, behind the answer. */
  private static void told(
      Client client, int from, String threadId, String key, String id, String operation)
      throws InterruptedException {
    JsonObject unused =
        client.await(
            "thread/attachment/updated",
            "{threadId:'%s',attachmentType:'pr',identityKey:'%s',attachmentId:'%s',operation:'%s'}",
            threadId,
            key,
            id,
            operation);
    int answer = client.indexOf(from, message -> message.has("result"));
    int told = client.indexOf(from, AttachmentRules::isTold);
    RuleBroken.unless(answer >= 0 && answer < told, "it is told of before the answer");
  }

  private static void untold(Client client, int from) throws InterruptedException {
    RuleBroken.unless(
        client.saidSince(from).stream().noneMatch(AttachmentRules::isTold),
        "nothing has changed, but that is told");
  }

  private static boolean isTold(JsonObject message) {
    return "thread/attachment/updated".equals(Json.string(message, "method"));
  }

  private static void same(List<String> found, List<String> expected) {
    RuleBroken.unless(found.equals(expected), "it should be " + expected + ", but it is " + found);
  }
}
