package dev.heddle.server.testkit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.server.AppServer;
import dev.heddle.server.AppServerParts;
import dev.heddle.server.ExitCode;
import dev.heddle.server.ServerOptions;
import dev.heddle.server.conform.trace.TraceChecker;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.rollout.RolloutCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A client of a server over a pair of streams, by default of one in this JVM. It keeps every
 * message of both directions in order. What is awaited is taken: a second call waits for the next
 * one. A wait that fails says what did arrive.
 *
 * <p>Thread-safe.
 */
public final class TestClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int PIPE_BYTES = 64 << 10;

  private final OutputStream toServer;
  private final AtomicLong nextId = new AtomicLong(1);
  private final List<TraceEntry> trace = new ArrayList<>(); // guarded by itself, as taken and ended
  private final List<TraceEntry> untaken = new ArrayList<>();
  private final Supplier<List<TraceEntry>> watched = this::trace;
  private boolean ended;
  private volatile Consumer<TraceEntry> listener = entry -> {};
  private FutureTask<ExitCode> serving;
  private AppServer server;

  /** A client of whatever is behind these streams. */
  public TestClient(InputStream fromServer, OutputStream toServer) {
    this.toServer = toServer;
    WireWatch.watch(watched);
    Thread reader = new Thread(() -> read(fromServer), "test-client-reader");
    reader.setDaemon(true);
    reader.start();
  }

  /** A client of a new server in this JVM, as it ships. */
  public static TestClient start(ServerOptions options) {
    return start(options, AppServerParts::open);
  }

  /** A client of a new server in this JVM with other parts. */
  public static TestClient start(ServerOptions options, AppServerParts.Opening opening) {
    BytePipe input = new BytePipe(PIPE_BYTES);
    BytePipe output = new BytePipe(PIPE_BYTES);
    TestClient client = new TestClient(output.source(), input.sink());
    client.serve(
        new AppServer(input.source(), output.sink(), options, AppServer.VIRTUAL_THREADS, opening),
        output);
    return client;
  }

  private void serve(AppServer newServer, BytePipe output) {
    server = newServer;
    serving =
        new FutureTask<>(() -> {
          try {
            return newServer.run();
          } finally {
            output.sink().close();
          }
        });
    Thread thread = new Thread(serving, "test-server");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Hands each message of the server to {@code newListener} as it is read, on the reading thread,
   * beside keeping it. It may send; while it runs nothing more is read.
   */
  public TestClient listen(Consumer<TraceEntry> newListener) {
    listener = newListener;
    return this;
  }

  /** Sends a line as it is. */
  public void sendLine(String line) {
    try {
      synchronized (toServer) {
        record(line);
        toServer.write(
            RolloutCodec.escapeLoneSurrogates(line + "\n").getBytes(StandardCharsets.UTF_8));
        toServer.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void record(String line) {
    Optional<TraceEntry> sent = sent(line);
    synchronized (trace) {
      sent.ifPresent(trace::add);
    }
  }

  /** A line of the client as a message, if it is one. */
  static Optional<TraceEntry> sent(String line) {
    try {
      return JsonParser.parseString(line) instanceof JsonObject message
          ? Optional.of(new TraceEntry(false, message))
          : Optional.empty();
    } catch (RuntimeException notJson) {
      return Optional.empty();
    }
  }

  /** A line of the server as a message, or as one that no check takes for a message. */
  static TraceEntry received(String line) {
    try {
      return new TraceEntry(true, JsonParser.parseString(line).getAsJsonObject());
    } catch (RuntimeException e) {
      JsonObject message = new JsonObject();
      message.addProperty("notJson", line);
      return new TraceEntry(true, message);
    }
  }

  /**
   * Sends a request without waiting; returns its id.
   *
   * @param params JSON text, a tree or a record; null for none
   */
  public long send(String method, Object params) {
    long id = nextId.getAndIncrement();
    JsonObject message = new JsonObject();
    message.addProperty("id", id);
    message.addProperty("method", method);
    if (params != null) {
      message.add(
          "params",
          params instanceof String json ? JsonParser.parseString(json) : WireJson.toTree(params));
    }
    sendLine(message.toString());
    return id;
  }

  /** Sends a request and returns its result; fails if it was answered with an error. */
  public JsonObject request(String method, Object params) {
    JsonObject response = awaitResponse(send(method, params));
    if (!response.has("result")) {
      throw new AssertionError(method + " failed: " + response);
    }
    return response.getAsJsonObject("result");
  }

  /** Sends a request and returns its error; fails if it succeeded. */
  public JsonObject requestError(String method, Object params) {
    JsonObject response = awaitResponse(send(method, params));
    if (!response.has("error")) {
      throw new AssertionError(method + " succeeded: " + response);
    }
    return response.getAsJsonObject("error");
  }

  /** Does the handshake, as a client that may use what is experimental or as one that may not. */
  public TestClient initialize(boolean experimental) {
    return initialize("{\"experimentalApi\":" + experimental + "}");
  }

  /** Does the handshake with these capabilities. */
  public TestClient initialize(String capabilities) {
    request(
        "initialize",
        "{\"clientInfo\":{\"name\":\"test\",\"version\":\"1.0\"},\"capabilities\":"
            + capabilities
            + "}");
    sendLine("{\"method\":\"initialized\"}");
    return this;
  }

  /** Waits for the answer to a request of {@link #send}. */
  public JsonObject awaitResponse(long id) {
    return awaitResponse(String.valueOf(id));
  }

  /** Waits for the answer with this id, given as JSON. */
  public JsonObject awaitResponse(String idJson) {
    return await("the answer to " + idJson, each -> each.isResponse() && each.id().equals(idJson));
  }

  /** Waits for a notification; returns its params. */
  public JsonObject awaitNotification(String method) {
    return awaitNotification(method, params -> true);
  }

  /** Waits for a notification whose params fit; returns them. */
  public JsonObject awaitNotification(String method, Predicate<JsonObject> fits) {
    JsonObject message =
        await(
            method,
            each ->
                each.isNotification() && each.method().equals(method) && fits.test(each.params()));
    return message.get("params") instanceof JsonObject params ? params : new JsonObject();
  }

  /** Waits for a request of the server; returns the whole message. */
  public JsonObject awaitServerRequest(String method) {
    return await(method, each -> each.isRequest() && each.method().equals(method));
  }

  /** Answers a request of the server with a result, given as JSON. */
  public void answer(JsonObject request, String resultJson) {
    JsonObject message = new JsonObject();
    message.add("id", request.get("id"));
    message.add("result", JsonParser.parseString(resultJson));
    sendLine(message.toString());
  }

  /** Everything sent and received so far, in order. */
  public List<TraceEntry> trace() {
    synchronized (trace) {
      return List.copyOf(trace);
    }
  }

  /** Ends the server's input, as a client does that goes. */
  public void closeInput() {
    try {
      toServer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the server's output ends. */
  public void awaitEnd() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (trace) {
      while (!ended) {
        waitUntil(deadline, "the end of the output");
      }
    }
  }

  /** The server in this JVM. */
  public AppServer server() {
    return server;
  }

  /** Waits for the server in this JVM to end. */
  public ExitCode awaitExit() {
    try {
      return serving.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the server did not end; " + report(), e);
    }
  }

  /**
   * Ends the server in this JVM, waits for it, and checks the order and the form of all that was
   * said.
   */
  @Override
  public void close() {
    closeInput();
    if (serving != null) {
      awaitExit();
      awaitEnd();
    }
    TraceChecker.check(trace());
    checkForm();
  }

  /** Checks the form of all that was said. */
  void checkForm() {
    WireWatch.check(watched);
  }

  private void read(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(received(line));
      }
    } catch (IOException e) {
      // The end, as far as a client is concerned.
    } finally {
      synchronized (trace) {
        ended = true;
        trace.notifyAll();
      }
    }
  }

  private void keep(TraceEntry entry) {
    synchronized (trace) {
      trace.add(entry);
      untaken.add(entry);
      trace.notifyAll();
    }
    listener.accept(entry);
  }

  private JsonObject await(String what, Predicate<TraceEntry> fits) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (trace) {
      int seen = 0;
      while (true) {
        for (; seen < untaken.size(); seen++) {
          if (fits.test(untaken.get(seen))) {
            return untaken.remove(seen).message();
          }
        }
        if (ended) {
          throw new AssertionError("the output ended before " + what + "; " + report());
        }
        int before = untaken.size();
        waitUntil(deadline, what);
        // Another waiter may have taken an earlier one meanwhile.
        seen = untaken.size() <= before ? 0 : seen;
      }
    }
  }

  @SuppressWarnings("WaitNotInLoop") // its callers loop
  private void waitUntil(long deadline, String what) {
    long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (leftMs <= 0) {
      throw new AssertionError("no " + what + " within " + PATIENCE + "; " + report());
    }
    synchronized (trace) {
      try {
        trace.wait(leftMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting for " + what, e);
      }
    }
  }

  private String report() {
    StringBuilder text = new StringBuilder("so far:");
    for (TraceEntry each : trace()) {
      text.append("\n  ").append(each);
    }
    return text.toString();
  }
}
