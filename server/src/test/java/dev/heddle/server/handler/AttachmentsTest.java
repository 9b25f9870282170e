package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadAttachments;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attachments on the wire, beyond what the session of that name plays to the peer, too. */
class AttachmentsTest {
  @TempDir Path home;

  private static String of(String type, String key) {
    return "\"attachmentType\":\"" + type + "\",\"identityKey\":\"" + key + "\"";
  }

  private static JsonObject add(TestClient client, String threadId, String key, String payload) {
    return client.request(
        "thread/attachment/add", Threads.on(threadId, of("pr", key) + ",\"payload\":" + payload));
  }

  private static String said(TestClient client, String text) {
    String threadId = Threads.start(client);
    Threads.runTurn(client, threadId, text);
    return threadId;
  }

  private static List<String> texts(JsonObject page, String member) {
    List<String> texts = new ArrayList<>();
    for (JsonElement each : page.getAsJsonArray("data")) {
      texts.add(each.getAsJsonObject().get(member).getAsString());
    }
    return texts;
  }

  private static List<String> keys(TestClient client, String threadId) {
    JsonObject page =
        client.request("thread/attachment/list", Threads.on(threadId, "\"limit\":100"));
    assertThat(page.get("nextCursor").isJsonNull()).isTrue();
    return texts(page, "identityKey");
  }

  private static JsonObject owners(TestClient client, String key, String more) {
    return client.request("thread/attachmentOwner/list", "{" + of("pr", key) + more + "}");
  }

  @ParameterizedTest
  @EnumSource(TestServer.Kind.class)
  void aThreadThatNobodyHasLoadedTakesThemAndEverybodyIsTold(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = said(client, "hello");
    }
    try (TestClient client = server.start()) {
      JsonObject added = add(client, threadId, "1", "{\"a\":1.50}").getAsJsonObject("attachment");
      String told =
          Threads.on(
              threadId,
              of("pr", "1") + ",\"attachmentId\":" + added.get("id") + ",\"operation\":\"%s\"");
      assertThat(client.awaitNotification("thread/attachment/updated"))
          .hasToString(told.formatted("created"));
      assertThat(added.get("createdAt").getAsLong())
          .isBetween(0L, System.currentTimeMillis() / 1000);
      JsonObject again = add(client, threadId, "1", "2");
      assertThat(again.get("outcome").getAsString()).isEqualTo("existing");
      assertThat(again.getAsJsonObject("attachment")).isEqualTo(added);
      client.request("thread/attachment/remove", Threads.on(threadId, of("pr", "1")));
      assertThat(client.awaitNotification("thread/attachment/updated"))
          .as("the next one")
          .hasToString(told.formatted("deleted"));
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.Kind.class)
  void aForkTakesThemAllAndADetachedReviewNone(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String threadId = said(client, "hello");
      for (int i = 0; i < 100; i++) {
        add(client, threadId, "k" + i, "" + i);
      }
      JsonObject error =
          client.requestError(
              "thread/attachment/add", Threads.on(threadId, of("pr", "x") + ",\"payload\":1"));
      assertThat(error.get("code").getAsInt()).isEqualTo(-32602);
      assertThat(error.get("message").getAsString())
          .isEqualTo("thread attachment identity count exceeds 100");
      String fork = Threads.idOf(client.request("thread/fork", Threads.on(threadId)));
      assertThat(keys(client, fork)).hasSize(100).isEqualTo(keys(client, threadId));
      JsonObject review =
          client.request(
              "review/start",
              Threads.on(
                  threadId,
                  "\"delivery\":\"detached\",\"target\":{\"type\":\"custom\",\"instructions\":\"x\"}"));
      assertThat(keys(client, review.get("reviewThreadId").getAsString())).isEmpty();
    }
  }

  @Test
  void aForkThatIsRefusedLeavesNone() throws IOException {
    String threadId;
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      threadId = said(client, "hello");
      add(client, threadId, "1", "1");
    }
    List<Path> before = attachmentFiles();
    try (TestClient client =
        Threads.withoutRoom(new TestServer(home, TestServer.Kind.LOCAL)).start()) {
      JsonObject error = client.requestError("thread/fork", Threads.on(threadId));
      assertThat(error.get("message").getAsString()).contains("no room");
      assertThat(attachmentFiles()).isEqualTo(before);
    }
  }

  private List<Path> attachmentFiles() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("heddle/attachments"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.Kind.class)
  void pagesOfOwnersSkipWhatTheFilterDoes(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      List<String> threads = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        threads.add(said(client, "hello"));
        add(client, threads.getLast(), "1", "1");
      }
      client.request("thread/archive", Threads.on(threads.get(1)));
      client.request("thread/delete", Threads.on(threads.get(3)));
      String active = ",\"archived\":false,\"limit\":2";
      JsonObject page = owners(client, "1", active);
      assertThat(texts(page, "threadId")).containsExactly(threads.get(0), threads.get(2));
      assertThat(page.get("nextCursor").getAsString())
          .isEqualTo(
              "{\"attachment_type\":\"pr\",\"identity_key\":\"1\",\"archived\":false,"
                  + "\"thread_id\":\""
                  + threads.get(2)
                  + "\"}");
      page = owners(client, "1", active + ",\"cursor\":" + page.get("nextCursor"));
      assertThat(texts(page, "threadId")).containsExactly(threads.get(4));
      assertThat(page.get("nextCursor").isJsonNull()).isTrue();
      assertThat(owners(client, "1", ",\"archived\":true").getAsJsonArray("data"))
          .hasToString("[{\"threadId\":\"" + threads.get(1) + "\",\"archived\":true}]");
    }
  }

  @Test
  void aFilterIsAppliedToAllOwners() {
    try (TestClient client = new TestServer(home, TestServer.Kind.MEMORY).start()) {
      List<String> threads = new ArrayList<>();
      for (int i = 0; i < 205; i++) {
        String threadId = Threads.start(client);
        client.request("thread/name/set", Threads.on(threadId, "\"name\":\"n\""));
        add(client, threadId, "1", "1");
        threads.add(threadId);
      }
      client.request("thread/archive", Threads.on(threads.getLast()));
      assertThat(texts(owners(client, "1", ",\"archived\":true,\"limit\":1"), "threadId"))
          .containsExactly(threads.getLast());
      JsonObject page = owners(client, "1", ",\"archived\":false,\"limit\":4294967295");
      assertThat(texts(page, "threadId")).isEqualTo(threads.subList(0, 100));
    }
  }

  @Test
  void anotherProcessMayWriteTheThreadMeanwhile() {
    TestServer one = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient first = one.start()) {
      String threadId = said(first, "hello");
      add(first, threadId, "1", "1");
      try (TestClient second = new TestServer(home, TestServer.Kind.LOCAL).start()) {
        assertThat(keys(second, threadId)).containsExactly("1");
        add(second, threadId, "2", "2");
        assertThat(texts(owners(second, "1", ""), "threadId")).containsExactly(threadId);
      }
      assertThat(keys(first, threadId)).containsExactly("1", "2");
      add(first, threadId, "3", "3");
      assertThat(keys(first, threadId)).containsExactly("1", "2", "3");
    }
  }

  @Test
  void aPayloadHas64KiB() {
    try (TestClient client = new TestServer(home, TestServer.Kind.MEMORY).start()) {
      String threadId = said(client, "hello");
      assertThat(add(client, threadId, "fits", "\"" + "\u00e4".repeat(32_767) + "\"")).isNotNull();
      JsonObject error =
          client.requestError(
              "thread/attachment/add",
              Threads.on(
                  threadId, of("pr", "1") + ",\"payload\":\"" + "\u00e4".repeat(32_767) + "x\""));
      assertThat(error.get("message").getAsString())
          .isEqualTo("attachment payload must not exceed 65536 bytes");
      assertThat(error.get("code").getAsInt()).isEqualTo(-32602);
    }
  }

  @Test
  void aDamagedOneIsToldOfAndCanBeRemoved() throws IOException {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String threadId = said(client, "hello");
      String other = said(client, "hello");
      add(client, threadId, "1", "1");
      Path file =
          attachmentFiles().stream()
              .filter(path -> path.toString().endsWith(".json"))
              .findFirst()
              .orElseThrow();
      Files.writeString(file, "{");
      add(client, other, "1", "1");
      JsonObject error = client.requestError("thread/attachment/list", Threads.on(threadId));
      assertThat(error.get("message").getAsString()).contains("an attachment is damaged");
      assertThat(error.getAsJsonObject("data").get("kind").getAsString()).isEqualTo("storeFailure");
      assertThat(keys(client, other)).containsExactly("1");
      assertThat(texts(owners(client, "1", ""), "threadId")).containsExactly(threadId, other);
      client.request("thread/attachment/remove", Threads.on(threadId, of("pr", "1")));
      assertThat(keys(client, threadId)).isEmpty();
    }
  }

  @Test
  void aThreadThatCannotBeReadIsNoThreadWithoutAny() {
    AtomicReference<String> unreadable = new AtomicReference<>("");
    TestServer server =
        new TestServer(home, TestServer.Kind.MEMORY)
            .through(store ->
                new ForwardingThreadStore(store) {
                  @Override
                  public StoredThread read(String threadId, boolean includeArchived) {
                    if (threadId.equals(unreadable.get())) {
                      throw new ThreadStoreException(
                          ThreadStoreException.Kind.CORRUPT, threadId, "unreadable", null);
                    }
                    return super.read(threadId, includeArchived);
                  }
                });
    try (TestClient client = server.start()) {
      String threadId = said(client, "hello");
      String other = said(client, "hello");
      add(client, threadId, "1", "1");
      add(client, other, "1", "1");
      unreadable.set(threadId);
      for (List<String> request :
          List.of(
              List.of("thread/attachment/list", "\"limit\":1"),
              List.of("thread/attachment/add", of("pr", "1") + ",\"payload\":1"),
              List.of("thread/attachment/remove", of("pr", "1")))) {
        JsonObject error =
            client.requestError(request.get(0), Threads.on(threadId, request.get(1)));
        assertThat(error.get("message").getAsString()).contains("unreadable");
      }
      assertThat(texts(owners(client, "1", ""), "threadId"))
          .as("a list that it is left out of")
          .containsExactly(other);
    }
  }

  /** As after somebody has removed the thread's files by hand. */
  @Test
  void thoseOfAThreadThatIsGoneAreNotShown() throws IOException {
    String threadId;
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      threadId = said(client, "hello");
      add(client, threadId, "1", "1");
    }
    try (Stream<Path> files = Files.walk(home.resolve("sessions"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    try (TestClient client = server.start()) {
      assertThat(keys(client, threadId)).isEmpty();
      assertThat(texts(owners(client, "1", ""), "threadId")).isEmpty();
      JsonObject error =
          client.requestError("thread/attachment/remove", Threads.on(threadId, of("pr", "1")));
      assertThat(error.get("message").getAsString()).isEqualTo("thread not found: " + threadId);
    }
  }

  @Test
  void aStoreWithoutAttachmentsRefusesThem() {
    TestServer server =
        new TestServer(home, TestServer.Kind.MEMORY)
            .through(store ->
                new ForwardingThreadStore(store) {
                  @Override
                  public Optional<ThreadAttachments> attachments() {
                    return Optional.empty();
                  }
                });
    try (TestClient client = server.start()) {
      String threadId = said(client, "hello");
      for (List<String> request :
          List.of(
              List.of("thread/attachment/add", of("pr", "1") + ",\"payload\":1"),
              List.of("thread/attachment/remove", of("pr", "1")),
              List.of("thread/attachment/list", "\"limit\":1"),
              List.of("thread/attachmentOwner/list", of("pr", "1")))) {
        JsonObject error =
            client.requestError(request.get(0), Threads.on(threadId, request.get(1)));
        assertThat(error.get("code").getAsInt()).isEqualTo(-32601);
        assertThat(error.get("message").getAsString())
            .isEqualTo(request.get(0) + " is unavailable without sqlite state");
      }
      assertThat(Threads.idOf(client.request("thread/fork", Threads.on(threadId))))
          .as("a fork")
          .isNotEqualTo(threadId);
    }
  }
}
