package dev.heddle.server.conform.stage;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * A model behind the Responses API on the loopback interface, which says what a session tells it
 * to.
 *
 * <p>Each {@code POST} takes the next answer of the queue, or says "ok" when there is none. The ids
 * of what it streams count the requests and the items, so that two servers playing the same session
 * see the same ids.
 *
 * <p><b>Thread-safety.</b> Thread-safe; {@code this} guards the queue, the requests and the gates.
 */
public final class MockModel implements AutoCloseable {
  private static final long GATE_TIMEOUT_MS = 30_000;

  /** How servers tell a model that a command goes on. */
  private static final Pattern SESSION = Pattern.compile("running with session ID (\\d{1,18})");

  static {
    // Otherwise each small event waits for the acknowledgement of the one before it.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer http;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<ModelAnswer> answers = new ArrayDeque<>();
  private final List<JsonObject> requests = new ArrayList<>();
  private final Set<String> reached = new HashSet<>();
  private final Set<String> open = new HashSet<>();
  private boolean closed;

  public MockModel() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(workers);
    http.createContext("/", this::handle);
    http.start();
  }

  /** The {@code base_url} for a configuration. */
  public String baseUrl() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/v1";
  }

  public synchronized void add(ModelAnswer answer) {
    answers.add(answer);
  }

  public synchronized void forgetAnswers() {
    answers.clear();
  }

  /** The bodies of all requests so far. */
  public synchronized List<JsonObject> requests() {
    return List.copyOf(requests);
  }

  public synchronized void open(String gate) {
    open.add(gate);
    notifyAll();
  }

  /** Waits until an answer stands before the gate; false when it does not come to that. */
  public synchronized boolean awaitReached(String gate, long timeoutMs)
      throws InterruptedException {
    return await(() -> reached.contains(gate), timeoutMs);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    http.stop(0);
    workers.close();
  }

  private synchronized void pass(String gate) throws IOException {
    reached.add(gate);
    notifyAll();
    try {
      await(() -> open.contains(gate) || closed, GATE_TIMEOUT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private boolean await(BooleanSupplier condition, long timeoutMs) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    while (!condition.getAsBoolean()) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (leftMs <= 0) {
        return false;
      }
      wait(leftMs);
    }
    return true;
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        send(exchange, 200, "{\"object\":\"list\",\"data\":[],\"models\":[]}", Map.of());
        return;
      }
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      ModelAnswer answer;
      int number;
      synchronized (this) {
        requests.add(JsonParser.parseString(body).getAsJsonObject());
        number = requests.size();
        answer = answers.isEmpty() ? ModelAnswer.OK : answers.remove();
      }
      if (answer.ops().getFirst() instanceof ModelAnswer.Http(var status, var text, var headers)) {
        send(exchange, status, text.toString(), headers);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      new ModelStream(exchange.getResponseBody(), number, this::pass)
          .play(answer.inSession(lastSession(body)));
    } catch (IOException e) {
      // The server hung up: an interrupted turn, or its end.
    }
  }

  /** The number of the command that the request was the last to tell of, or -1. */
  private static long lastSession(String request) {
    return SESSION
        .matcher(request)
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .reduce(-1, (earlier, later) -> later);
  }

  private static void send(
      HttpExchange exchange, int status, String body, Map<String, String> headers)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
