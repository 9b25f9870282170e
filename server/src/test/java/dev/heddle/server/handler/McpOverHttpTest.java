package dev.heddle.server.handler;

import static dev.heddle.server.handler.McpServers.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MCP servers that are reached by HTTP. */
class McpOverHttpTest {
  @TempDir Path home;

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> unasked = new CopyOnWriteArrayList<>(); // streams; none is a 405
  private final BlockingQueue<String> listening = new LinkedBlockingQueue<>();
  private HttpServer endpoint;
  private volatile boolean streams;
  private volatile int refusing;
  private volatile String session = "s1";
  private volatile String withholding = "nothing";
  private final CountDownLatch withheld = new CountDownLatch(1);

  @BeforeEach
  void listen() throws IOException {
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    endpoint.createContext("/mcp", this::handle);
    endpoint.start();
  }

  @AfterEach
  void stop() {
    endpoint.stop(0);
  }

  private TestServer server(String... more) {
    McpServers.configure(
        home,
        "[mcp_servers.fake]",
        "url = \"http://127.0.0.1:" + endpoint.getAddress().getPort() + "/mcp\"",
        String.join("\n", more));
    return new TestServer(home, TestServer.Kind.LOCAL).withMcp();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var headers = exchange.getRequestHeaders();
      heard.add(
          exchange.getRequestMethod()
              + " session="
              + headers.getFirst("Mcp-Session-Id")
              + " version="
              + headers.getFirst("MCP-Protocol-Version")
              + " x="
              + headers.getFirst("X-Own")
              + " "
              + body);
      if (exchange.getRequestMethod().equals("GET")) {
        String stream = unasked.isEmpty() ? null : unasked.removeFirst();
        if (stream == null) {
          exchange.sendResponseHeaders(405, -1);
        } else if (stream.equals("broken")) {
          exchange.sendResponseHeaders(502, -1);
        } else {
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(stream.getBytes(StandardCharsets.UTF_8));
        }
        listening.add("from " + headers.getFirst("Last-Event-ID"));
        return;
      }
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      JsonObject message = JsonParser.parseString(body).getAsJsonObject();
      if (refusing != 0 && !body.contains("\"initialize\"") || refusing == 401) {
        exchange.sendResponseHeaders(refusing, -1);
        return;
      }
      if (body.contains("\"method\":\"" + withholding + "\"")) {
        withheld.await();
        return;
      }
      if (!message.has("id")) {
        exchange.sendResponseHeaders(202, -1);
        return;
      }
      answer(exchange, message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, JsonObject message) throws IOException {
    String result =
        switch (message.get("method").getAsString()) {
          case "initialize" ->
              "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                  + "\"serverInfo\":{\"name\":\"h\",\"version\":\"1\"}}";
          case "tools/list" ->
              "{\"tools\":[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"},"
                  + "\"annotations\":{\"readOnlyHint\":true}}]}";
          default -> "{\"content\":[{\"type\":\"text\",\"text\":\"from afar\"}]}";
        };
    String answer =
        "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id") + ",\"result\":" + result + "}";
    exchange.getResponseHeaders().set("Mcp-Session-Id", session);
    exchange
        .getResponseHeaders()
        .set("Content-Type", streams ? "text/event-stream" : "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write((streams ? "data: " + answer + "\n\n" : answer).getBytes(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aToolIsCalledInASession(boolean inStreams) {
    streams = inStreams;
    TestServer server = server("http_headers = { X-Own = \"mine\" }");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      McpServers.call(server, client, thread, "echo");
      assertThat(McpServers.told(server)).containsExactly("from afar");
      JsonObject status =
          client
              .request("mcpServerStatus/list", Threads.on(thread))
              .getAsJsonArray("data")
              .get(0)
              .getAsJsonObject();
      assertThat(status.get("httpOrigin").getAsString())
          .isEqualTo("http://127.0.0.1:" + endpoint.getAddress().getPort());
    }
    assertThat(heard.getFirst()).startsWith("POST session=null version=null x=mine ");
    assertThat(heard)
        .anyMatch(each ->
            each.startsWith("POST session=s1 version=2025-06-18 x=mine ")
                && each.contains("\"tools/call\""));
  }

  @Test
  void aStreamThatEndsIsOpenedAgainWhereItEndedUntilTheServerHasNone() throws Exception {
    unasked.add("id: e1\ndata: {\"jsonrpc\":\"2.0\",\"id\":\"p\",\"method\":\"ping\"}\n\n");
    unasked.add("broken");
    TestServer server = server();
    try (TestClient client = server.start()) {
      Threads.start(client, NEVER);
      assertThat(listening.poll(30, TimeUnit.SECONDS)).isEqualTo("from null");
      assertThat(listening.poll(30, TimeUnit.SECONDS)).isEqualTo("from e1");
      assertThat(listening.poll(30, TimeUnit.SECONDS))
          .isEqualTo("from e1"); // and is told that there is none
    }
    assertThat(listening).isEmpty();
    assertThat(heard).anyMatch(each -> each.contains("\"id\":\"p\",\"result\":{}"));
  }

  @Test
  void aServerThatWantsALoginIsToldAsSuch() {
    refusing = 401;
    TestServer server = server();
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      assertThat(McpServers.awaitPhase(client, "fake", "failed").get("error").getAsString())
          .contains("the server wants a login");
      JsonObject status =
          client
              .request("mcpServerStatus/list", Threads.on(thread))
              .getAsJsonArray("data")
              .get(0)
              .getAsJsonObject();
      assertThat(status.get("runtimeStatus").getAsString()).isEqualTo("authenticationRequired");
      assertThat(status.get("authStatus").getAsString()).isEqualTo("notLoggedIn");
    }
  }

  @Test
  void aSessionThatWasForgottenIsBegunAnewByTheNextTurn() {
    TestServer server = server();
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      Threads.runTurn(client, thread, "go");
      refusing = 404;
      JsonObject item = McpServers.call(server, client, thread, "echo");
      assertThat(item.get("status").getAsString()).isEqualTo("failed");
      refusing = 0;
      assertThat(McpServers.call(server, client, thread, "echo").get("status").getAsString())
          .isEqualTo("completed");
    }
  }

  @Test
  void aTokenThatIsNotSetIsTold() {
    TestServer server = server("bearer_token_env_var = \"NO_SUCH_VARIABLE_HERE\"");
    try (TestClient client = server.start()) {
      Threads.start(client, NEVER);
      assertThat(McpServers.awaitPhase(client, "fake", "failed").get("error").getAsString())
          .contains("environment variable NO_SUCH_VARIABLE_HERE with its token is not set");
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void anEndpointThatIsNotThereIsTold() {
    TestServer server = server();
    endpoint.stop(0);
    try (TestClient client = server.start()) {
      Threads.start(client, NEVER);
      assertThat(McpServers.awaitPhase(client, "fake", "failed").get("error").getAsString())
          .contains("no connection: ");
    }
  }

  @Test
  void aSessionThatCannotBeNamedIsNone() {
    session = "s\u00e9";
    TestServer server = server();
    try (TestClient client = server.start()) {
      Threads.start(client, NEVER);
      assertThat(McpServers.awaitPhase(client, "fake", "failed").get("error").getAsString())
          .contains("the name of the session cannot be sent back");
    }
  }

  @Test
  void callsDoNotWaitForAnAnswerToWhatHasNone() {
    TestServer server = server();
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      withholding = "tools/call";
      McpServers.start(server, client, thread, "echo");
      client.awaitNotification(
          "item/started",
          params -> params.getAsJsonObject("item").get("type").getAsString().equals("mcpToolCall"));
      while (heard.stream().noneMatch(each -> each.contains("\"tools/call\""))) {
        Thread.onSpinWait(); // until the server has it
      }
      withholding = "notifications/cancelled";
      client.request("turn/interrupt", Threads.on(thread, "\"turnId\":\"\""));
      McpServers.item(client, "echo");
      assertThat(McpServers.call(server, client, thread, "echo").get("status").getAsString())
          .isEqualTo("completed");
    } finally {
      withheld.countDown();
    }
  }
}
