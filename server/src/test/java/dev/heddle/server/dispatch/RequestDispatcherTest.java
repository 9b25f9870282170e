package dev.heddle.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.rpc.SerializationScope;
import dev.heddle.server.ServerOptions;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.connection.Limits;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.testkit.TestRoutes;
import dev.heddle.server.testkit.TestRoutes.OnThread;
import dev.heddle.server.testkit.TestRoutes.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestDispatcherTest {
  private static final String ON_T = "{\"threadId\":\"t\"}";
  private static final NotificationSpec<Text> NOTE =
      new NotificationSpec<>(TestRoutes.NOTIFICATION, Text.class, false);

  private final Routes routes = new Routes();
  private TestClient client;

  @AfterEach
  void closeAndCheckTheTrace() {
    client.close();
  }

  @Test
  void aResultIsAnswered() {
    on("echo", () -> new Text("hello"));
    start();
    assertThat(client.request("echo", ON_T)).hasToString("{\"text\":\"hello\"}");
  }

  @Test
  void idsAreEchoedAsTheyCame() {
    on("echo", () -> new Text("x"));
    start();
    for (String id : List.of("\"\"", "\"a\"", "9223372036854775807", "-1", "0")) {
      client.sendLine("{\"id\":" + id + ",\"method\":\"echo\",\"params\":" + ON_T + "}");
      assertThat(client.awaitResponse(id).has("result")).isTrue();
    }
  }

  @Test
  void anUnknownMethodIsToldAllThatAreKnown() {
    on("one", () -> new Text("x"));
    on("two", () -> new Text("x"));
    start();
    assertError(
        client.requestError("nope", null),
        -32600,
        "unknownMethod",
        "Invalid request: unknown variant `nope`, expected one of `initialize`, `one`, `two`");
  }

  @Test
  void paramsThatDoNotDecodeAreRefused() {
    on("echo", () -> new Text("x"));
    start();
    assertError(
        client.requestError("echo", null),
        -32600,
        "invalidParams",
        "Invalid request: missing field `params`");
    assertError(
        client.requestError("echo", "{}"),
        -32600,
        "invalidParams",
        "Invalid request: missing field `threadId`");
    assertError(
        client.requestError("echo", "{\"threadId\":5}"),
        -32600,
        "invalidParams",
        "Invalid request: invalid type: integer `5`, expected a string");
  }

  @Test
  void beforeInitializeAMethodIsDecodedAndThenRefused() {
    on("echo", () -> new Text("x"));
    client = newClient();
    assertError(client.requestError("echo", ON_T), -32600, "notInitialized", "Not initialized");
    assertThat(message(client.requestError("echo", "{}"))).contains("missing field");
    assertThat(message(client.requestError("nope", null))).contains("unknown variant");
  }

  @Test
  void initializeWorksOnce() {
    start();
    assertError(
        client.requestError(
            "initialize", "{\"clientInfo\":{\"name\":\"again\",\"version\":\"1\"}}"),
        -32600,
        "alreadyInitialized",
        "Already initialized");
  }

  @Test
  void initializeThatFailedMayBeTriedAgain() {
    client = newClient();
    assertError(
        client.requestError(
            "initialize", "{\"clientInfo\":{\"name\":\"a\\nb\",\"version\":\"1\"}}"),
        -32600,
        "invalidParams",
        "Invalid clientInfo.name: 'a\nb'. Must be a valid HTTP header value.");
    assertThat(message(client.requestError("initialize", "{}"))).contains("clientInfo");
    client.initialize(false);
  }

  @Test
  void initializeTellsWhoTheServerIs() {
    client = newClient();
    JsonObject result =
        client.request("initialize", "{\"clientInfo\":{\"name\":\"my-ide\",\"version\":\"2.0\"}}");
    assertThat(result.get("userAgent").getAsString())
        .matches("my-ide/0\\.169\\.0 \\(.+; .+\\) heddle/\\S+ \\(my-ide; 2\\.0\\)");
    assertThat(result.get("codexHome").getAsString()).isEqualTo("/no/home");
    assertThat(result.get("platformFamily").getAsString()).isEqualTo("unix");
    assertThat(result.get("platformOs").getAsString()).isNotEmpty();
  }

  @Test
  void requestsMayBePipelinedBehindInitialize() {
    on("echo", () -> new Text("x"));
    client = newClient();
    long first = client.send("initialize", "{\"clientInfo\":{\"name\":\"a\",\"version\":\"1\"}}");
    client.sendLine("{\"method\":\"initialized\"}");
    long second = client.send("echo", ON_T);
    assertThat(client.awaitResponse(first).has("result")).isTrue();
    assertThat(client.awaitResponse(second).has("result")).isTrue();
  }

  @Test
  void experimentalMethodsAndMembersNeedTheCapability() {
    routes.on(TestRoutes.onThread("gated").gated(), (params, context) -> Reply.of(new Text("x")));
    routes.on(partly(), (params, context) -> Reply.of(new Text("x")));
    start();
    assertError(
        client.requestError("gated", ON_T),
        -32600,
        "experimentalRequired",
        "gated requires experimentalApi capability");
    assertError(
        client.requestError("partly", "{\"extra\":\"\"}"),
        -32600,
        "experimentalRequired",
        "partly.extra requires experimentalApi capability");
    client.request("partly", "{\"extra\":null}");
    assertThat(message(client.requestError("gated", "{}")))
        .as("a decode error comes first")
        .contains("missing field `threadId`");
    TestClient experimental = newClient().initialize(true);
    experimental.request("gated", ON_T);
    experimental.request("partly", "{\"extra\":\"\"}");
    experimental.close();
  }

  @Test
  void aWithdrawnMemberIsRefusedBeforeAnythingElse() {
    for (String method : List.of("thread/start", "turn/start")) {
      on(method, () -> new Text("x"));
    }
    on("other", () -> new Text("x"));
    client = newClient();
    assertError(
        client.requestError("thread/start", "{\"permissionProfile\":1}"),
        -32602,
        "invalidParams",
        "`permissionProfile` is no longer supported for `thread/start`; "
            + "use `permissions` with a named profile id instead");
    assertThat(message(client.requestError("turn/start", "{\"permissionProfile\":null}")))
        .contains("for `turn/start`");
    assertThat(message(client.requestError("other", "{\"permissionProfile\":1}")))
        .contains("missing field");
  }

  @Test
  void aFailureMeantForTheClientKeepsItsCodeKindAndDetails() {
    JsonObject more = new JsonObject();
    more.addProperty("reason", "planted");
    on(
        "fail",
        () -> {
          throw RpcException.of(-32001, ErrorKind.THREAD_CLOSING, "later")
              .onThread("t")
              .withDetails(more);
        });
    start();
    JsonObject error = client.requestError("fail", ON_T);
    assertError(error, -32001, "threadClosing", "later");
    JsonObject data = error.getAsJsonObject("data");
    assertThat(data.get("retryable").getAsBoolean()).isTrue();
    assertThat(data.get("threadId").getAsString()).isEqualTo("t");
    assertThat(data.get("reason").getAsString()).isEqualTo("planted");
  }

  @Test
  void failuresOfTheStoreAreMappedByTheirKind() {
    for (ThreadStoreException.Kind kind : ThreadStoreException.Kind.values()) {
      on(
          kind.name(),
          () -> {
            throw new ThreadStoreException(kind, "t", "what happened", null);
          });
    }
    on(
        "thread/read",
        () -> {
          throw new ThreadStoreException(
              ThreadStoreException.Kind.CORRUPT, "t", "what happened", null);
        });
    start();
    assertError(storeError("NOT_FOUND"), -32600, "threadNotFound", "what happened");
    assertError(storeError("ARCHIVED"), -32600, "threadArchived", "what happened");
    assertError(storeError("INVALID_REQUEST"), -32600, "invalidParams", "what happened");
    assertError(storeError("CONFLICT"), -32600, "conflict", "what happened");
    assertError(
        storeError("UNSUPPORTED"), -32601, "unsupported", "what happened is not supported yet");
    for (String kind : List.of("DISK_FULL", "PERMISSION", "LOCKED", "CORRUPT", "IO")) {
      assertError(
          storeError(kind),
          -32603,
          "storeFailure",
          "failed to serve " + kind + ": thread-store internal error: what happened");
    }
    assertThat(message(storeError("thread/read")))
        .isEqualTo("failed to read thread: thread-store internal error: what happened");
  }

  @Test
  void aFaultOfTheServerIsAnsweredWithoutItsTrace() {
    on(
        "bug",
        () -> {
          throw new IllegalStateException("a secret of the server");
        });
    on("deep", this::recurse);
    on(
        "heavy",
        () -> {
          throw new OutOfMemoryError("planted");
        });
    on("echo", () -> new Text("alive"));
    start();
    for (String method : List.of("bug", "deep", "heavy")) {
      JsonObject error = client.requestError(method, ON_T);
      assertError(error, -32603, "internal", "Internal error");
      assertThat(error.toString()).doesNotContain("secret").doesNotContain("at dev.");
    }
    client.request("echo", ON_T);
  }

  @Test
  void aResultWithoutWireFormIsAnInternalError() {
    AtomicInteger undone = new AtomicInteger();
    routes.on(
        new MethodSpec<>("odd", OnThread.class, Object.class, p -> SerializationScope.NONE, false),
        (params, context) ->
            Reply.of(new Object())
                .andThen(() -> note(context, "never"))
                .orElse(undone::incrementAndGet));
    start();
    assertError(client.requestError("odd", ON_T), -32603, "internal", "Internal error");
    assertThat(undone).hasValue(1);
    assertThat(client.trace().stream().filter(TraceEntry::fromServer))
        .noneMatch(TraceEntry::isNotification);
  }

  @Test
  void duplicateIdsAreEachAnswered() {
    on("echo", () -> new Text("x"));
    start();
    String line = "{\"id\":\"same\",\"method\":\"echo\",\"params\":" + ON_T + "}";
    client.sendLine(line);
    client.sendLine(line);
    client.awaitResponse("\"same\"");
    client.awaitResponse("\"same\"");
  }

  @Test
  void linesThatAreNoRequestAreAnsweredOrAccepted() {
    on("echo", () -> new Text("x"));
    start();
    client.sendLine("{\"method\":\"no/such/notification\",\"params\":5}");
    client.sendLine("{\"id\":77,\"result\":{}}");
    client.sendLine("not json");
    assertThat(message(client.awaitResponse("null").getAsJsonObject("error")))
        .startsWith("Parse error");
    client.sendLine("{\"id\":1.5,\"method\":\"echo\"}");
    assertThat(client.awaitResponse("null").getAsJsonObject("error").getAsJsonObject("data"))
        .hasToString("{\"kind\":\"invalidMessage\",\"retryable\":false}");
    client.request("echo", ON_T);
  }

  @Test
  void whatFollowsAnAnswerComesBeforeAnythingOfTheNextRequest() {
    routes.on(
        TestRoutes.onThread("step"),
        (params, context) -> {
          String id = context.requestId().get().toString();
          return Reply.of(new Text(id))
              .andThen(() -> note(context, id + "-first"))
              .andThen(() -> note(context, id + "-second"));
        });
    start();
    int count = 200;
    long last = 0;
    for (int i = 0; i < count; i++) {
      last = client.send("step", ON_T);
    }
    long lastId = last;
    client.awaitNotification(
        TestRoutes.NOTIFICATION, p -> p.get("text").getAsString().equals(lastId + "-second"));
    List<String> order =
        client.trace().stream()
            .filter(each -> each.fromServer() && !each.id().equals("1"))
            .map(each -> each.isResponse() ? each.id() : each.params().get("text").getAsString())
            .toList();
    assertThat(order).hasSize(count * 3);
    for (int i = 0; i < count; i++) {
      String id = order.get(i * 3);
      assertThat(order.subList(i * 3, i * 3 + 3))
          .containsExactly(id, id + "-first", id + "-second");
    }
  }

  @Test
  void anActionThatFailsDoesNotStopThoseBehindIt() {
    routes.on(
        TestRoutes.onThread("step"),
        (params, context) ->
            Reply.of(new Text("x"))
                .andThen(() -> {
                  throw new IllegalStateException("planted");
                })
                .andThen(() -> note(context, "second")));
    start();
    client.request("step", ON_T);
    client.awaitNotification(TestRoutes.NOTIFICATION);
    client.request("step", ON_T);
  }

  @Test
  void aSlowRequestHoldsUpItsOwnScopeOnly() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    routes.on(
        TestRoutes.onThread("slow"),
        (params, context) -> {
          release.await();
          return Reply.of(new Text("slow"));
        });
    on("echo", () -> new Text("x"));
    start();
    long slow = client.send("slow", ON_T);
    long behind = client.send("echo", ON_T);
    client.request("echo", "{\"threadId\":\"other\"}");
    release.countDown();
    client.awaitResponse(slow);
    client.awaitResponse(behind);
  }

  @Test
  void noMoreRequestsRunAtOnceThanAllowed() {
    CyclicBarrier two = new CyclicBarrier(2);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    routes.on(
        TestRoutes.onThread("meet"),
        (params, context) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          try {
            two.await(30, TimeUnit.SECONDS);
          } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
          } finally {
            running.decrementAndGet();
          }
          return Reply.of(new Text("x"));
        });
    ServerOptions options = ServerOptions.in(Path.of("/no/home"));
    client =
        TestClient.start(
                options.withLimits(options.limits().withRunningRequests(2)),
                TestRoutes.serving(routes))
            .initialize(false);
    List<Long> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(client.send("meet", "{\"threadId\":\"t" + i + "\"}"));
    }
    asked.forEach(id -> assertThat(client.awaitResponse(id).has("result")).isTrue());
    assertThat(most).hasValue(2);
  }

  @Test
  void theActionOnFlushRunsOnceTheAnswerIsOut() throws InterruptedException {
    CountDownLatch flushed = new CountDownLatch(1);
    routes.on(
        TestRoutes.onThread("flush"),
        (params, context) -> Reply.of(new Text("x")).onFlushed(flushed::countDown));
    start();
    client.request("flush", ON_T);
    flushed.await();
  }

  @Test
  void whatFollowsTheFirstAnswerRunsOnceBehindIt() throws InterruptedException {
    List<String> done = new CopyOnWriteArrayList<>();
    CountDownLatch followed = new CountDownLatch(1);
    CountDownLatch flushed = new CountDownLatch(2);
    for (String method : List.of("one", "two")) {
      routes.on(
          TestRoutes.onThread(method),
          (params, context) -> {
            done.add(method);
            return Reply.of(new Text("x")).onFlushed(flushed::countDown);
          });
    }
    routes
        .beforeFirst(Set.of("one", "two"), () -> done.add("before"))
        .afterFirst(
            Set.of("one", "two"),
            () -> {
              done.add("after");
              followed.countDown();
            });
    start();
    client.request("one", ON_T);
    followed.await();
    client.request("two", ON_T);
    flushed.await();
    assertThat(done).containsExactly("before", "one", "after", "two");
  }

  private JsonObject storeError(String method) {
    JsonObject error = client.requestError(method, ON_T);
    assertThat(error.getAsJsonObject("data").get("threadId").getAsString()).isEqualTo("t");
    return error;
  }

  @SuppressWarnings("InfiniteRecursion") // the point of the test that calls it
  private Text recurse() {
    return new Text(recurse().text() + "x");
  }

  private static void note(RequestContext context, String text) {
    context.connection().notify(NOTE, new Text(text));
  }

  @Test
  void aLateReplyHoldsNeitherItsScopeNorAPlace() {
    CompletableFuture<Reply<Text>> coming = new CompletableFuture<>();
    routes.on(TestRoutes.onThread("slow"), (params, context) -> Reply.later(coming));
    on("echo", () -> new Text("x"));
    start();
    int more = ServerOptions.in(Path.of("/no/home")).limits().maxRunningRequests() + 1;
    List<Long> late = new ArrayList<>();
    for (int i = 0; i < more; i++) {
      late.add(client.send("slow", ON_T));
    }
    assertThat(client.request("echo", ON_T)).hasToString("{\"text\":\"x\"}");
    AtomicInteger afterwards = new AtomicInteger();
    coming.complete(Reply.of(new Text("late")).andThen(afterwards::incrementAndGet));
    for (long id : late) {
      assertThat(client.awaitResponse(id).getAsJsonObject("result"))
          .hasToString("{\"text\":\"late\"}");
    }
    assertThat(afterwards).hasValue(more);
  }

  @Test
  void whatWasDoneForAnAnswerIsUndoneWhenTheRequestIsGivenUp() {
    CompletableFuture<Reply<Text>> coming = new CompletableFuture<>();
    AtomicInteger followed = new AtomicInteger();
    AtomicInteger undone = new AtomicInteger();
    routes.on(TestRoutes.onThread("exec"), (params, context) -> Reply.ofProgram(coming));
    client = TestClient.start(ending(Duration.ZERO), TestRoutes.serving(routes)).initialize(false);
    client.send("exec", ON_T);
    client.closeInput();
    client.awaitExit();
    coming.complete(
        Reply.of(new Text("late"))
            .andThen(followed::incrementAndGet)
            .orElse(undone::incrementAndGet));
    assertThat(followed).hasValue(0);
    assertThat(undone).hasValue(1);
  }

  @Test
  void theReaderDoesNotWaitForWhatWaitsForAProgram() {
    CompletableFuture<Reply<Text>> coming = new CompletableFuture<>();
    routes.on(TestRoutes.onThread("exec"), (params, context) -> Reply.ofProgram(coming));
    routes.on(
        TestRoutes.onThread("terminate"),
        (params, context) ->
            Reply.of(new Text("x")).andThen(() -> coming.complete(Reply.of(new Text("ended")))));
    ServerOptions narrow =
        ServerOptions.in(Path.of("/no/home")).withLimits(Limits.DEFAULT.withOpenRequests(1, 1));
    client = TestClient.start(narrow, TestRoutes.serving(routes)).initialize(false);
    long first = client.send("exec", ON_T);
    long second = client.send("exec", ON_T);
    client.request("terminate", ON_T);
    for (long id : List.of(first, second)) {
      assertThat(client.awaitResponse(id).getAsJsonObject("result"))
          .hasToString("{\"text\":\"ended\"}");
    }
  }

  @Test
  void theEndOfTheInputIsSeenWhileSomethingWaitsForAProgram() {
    routes.on(
        TestRoutes.onThread("exec"),
        (params, context) -> Reply.ofProgram(new CompletableFuture<>()));
    client = TestClient.start(ending(Duration.ZERO), TestRoutes.serving(routes)).initialize(false);
    long id = client.send("exec", ON_T);
    client.closeInput();
    client.awaitExit();
    assertError(
        client.awaitResponse(id).getAsJsonObject("error"),
        -32603,
        "shuttingDown",
        "the server is shutting down");
  }

  @Test
  void aLateFailureIsMappedAsOneOfTheHandler() {
    CompletableFuture<Reply<Text>> refused = new CompletableFuture<>();
    refused.completeExceptionally(RpcException.invalidRequest("no"));
    routes.on(
        TestRoutes.onThread("refused"),
        (params, context) -> Reply.later(refused.thenApply(each -> each)));
    routes.on(
        TestRoutes.onThread("broken"),
        (params, context) ->
            Reply.later(CompletableFuture.failedFuture(new IllegalStateException("broken"))));
    start();
    assertError(client.requestError("refused", ON_T), -32600, "invalidParams", "no");
    assertError(client.requestError("broken", ON_T), -32603, "internal", "Internal error");
  }

  private void on(String method, Supplier<Text> answer) {
    routes.on(TestRoutes.onThread(method), (params, context) -> Reply.of(answer.get()));
  }

  private static MethodSpec<Partly, Text> partly() {
    return TestRoutes.madeUp(
        new MethodSpec<>("partly", Partly.class, Text.class, p -> SerializationScope.NONE, false));
  }

  private void start() {
    client = newClient().initialize(false);
  }

  private TestClient newClient() {
    return TestClient.start(ServerOptions.in(Path.of("/no/home")), TestRoutes.serving(routes));
  }

  /** One request at a time, which is given up after so long when the server ends. */
  private static ServerOptions ending(Duration answer) {
    return ServerOptions.in(Path.of("/no/home"))
        .withLimits(
            Limits.DEFAULT
                .withOpenRequests(1, 1)
                .withWaitsOnEnd(answer, Duration.ZERO, Duration.ofSeconds(10)));
  }

  private static String message(JsonObject error) {
    return error.get("message").getAsString();
  }

  private static void assertError(JsonObject error, int code, String kind, String message) {
    assertThat(error.get("code").getAsInt()).isEqualTo(code);
    assertThat(message(error)).isEqualTo(message);
    assertThat(error.getAsJsonObject("data").get("kind").getAsString()).isEqualTo(kind);
  }

  /** Params with an experimental member. */
  record Partly(@Experimental @Nullable String extra) {}
}
