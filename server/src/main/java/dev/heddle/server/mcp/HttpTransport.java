package dev.heddle.server.mcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.server.json.WholeNumber;
import dev.heddle.server.log.Log;
import dev.heddle.server.rollout.RolloutCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of MCP's "streamable HTTP": each message is a POST of its own, which is answered by
 * one message or by a stream of them. A further stream brings what the server says unasked, if it
 * has one.
 *
 * <p><b>Thread-safety:</b> thread-safe. A thread sends, in order; each answer is read by its own.
 */
final class HttpTransport implements McpTransport {
  private static final Log LOG = Log.of(HttpTransport.class);
  private static final String SESSION = "Mcp-Session-Id";
  private static final Pattern VISIBLE = Pattern.compile("[!-~]+"); // as headers may be
  private static final MediaType JSON = MediaType.get("application/json");
  private static final String EVENTS = "text/event-stream";

  /** How far the beginnings of streams are apart when they end at once: so much, then more. */
  private static final Duration APART = Duration.ofSeconds(1);

  private static final Duration APART_AT_MOST = Duration.ofMinutes(1);

  /** How long something may take that is not answered. */
  private static final Duration UNANSWERED = Duration.ofSeconds(2);

  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int FIRST_OF_THE_SERVER = 500; // statuses that say that it has failed

  private final OkHttpClient client;
  private final HttpUrl url;
  private final Headers headers;
  private final Receiver receiver;
  private final BlockingQueue<JsonObject> unsent =
      new LinkedBlockingQueue<>(McpLimits.UNSENT_MESSAGES);
  private final Set<Call> calls = ConcurrentHashMap.newKeySet(); // all that are on the way
  private final Map<Long, Call> waiting = new ConcurrentHashMap<>(); // those for an answer
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread sender;
  private volatile @Nullable String sessionId;
  private volatile @Nullable String protocolVersion;

  /**
   * An endpoint; nothing is sent yet.
   *
   * @param client without a timeout for reading: who waits for an answer has one
   * @param headers sent with each request
   */
  HttpTransport(OkHttpClient client, HttpUrl url, Headers headers, Receiver receiver) {
    this.client = client;
    this.url = url;
    this.headers = headers;
    this.receiver = receiver;
    this.sender = Thread.ofVirtual().name("heddle-mcp-post").start(this::post);
  }

  @Override
  public void send(JsonObject message) throws McpException {
    if (closed.get()) {
      throw new McpException("the server has ended");
    }
    if (!unsent.offer(message)) {
      throw new McpException("the server does not read what it is sent");
    }
  }

  /** Requests do not wait for the answers to others; what wants no answer is sent before them. */
  private void post() {
    try {
      while (!closed.get()) {
        post(unsent.take());
      }
    } catch (InterruptedException e) {
      // It is closed.
    }
  }

  private void post(JsonObject message) {
    Long id = message.has("method") ? WholeNumber.of(message.get("id")) : null;
    Call call =
        client.newCall(
            request()
                .post(
                    RequestBody.create(RolloutCodec.escapeLoneSurrogates(message.toString()), JSON))
                .build());
    if (id == null) {
      call.timeout().timeout(UNANSWERED.toMillis(), TimeUnit.MILLISECONDS);
      exchange(null, call);
    } else {
      waiting.put(id, call);
      Thread.ofVirtual().name("heddle-mcp-answer").start(() -> exchange(id, call));
    }
  }

  private void exchange(@Nullable Long id, Call call) {
    McpException unanswered = new McpException("the answer ended before it was complete");
    try (Response response = begin(call)) {
      if (closed.get()) {
        return;
      }
      if (response.isSuccessful()) {
        String session = response.header(SESSION);
        if (session != null && !VISIBLE.matcher(session).matches()) {
          throw new IOException("the name of the session cannot be sent back");
        }
        sessionId = session == null ? sessionId : session;
        read(response);
      } else {
        unanswered = refused(response);
      }
    } catch (IOException e) {
      unanswered = new McpException("no connection: " + e.getMessage());
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("what an MCP server answered was not taken", e);
      unanswered = new McpException("its answer could not be taken");
    } finally {
      calls.remove(call);
      if (id != null) {
        waiting.remove(id);
        receiver.unanswered(id, unanswered);
      }
    }
  }

  /** Sends it, unless this is closed, or until it is. */
  private Response begin(Call call) throws IOException {
    calls.add(call);
    if (closed.get()) {
      call.cancel();
    }
    return call.execute();
  }

  private Request.Builder request() {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .headers(headers)
            .header("Accept", "application/json, text/event-stream")
            .header("User-Agent", "heddle");
    String session = sessionId;
    if (session != null) {
      request.header(SESSION, session);
    }
    String version = protocolVersion;
    if (version != null) {
      request.header("MCP-Protocol-Version", version);
    }
    return request;
  }

  private McpException refused(Response response) {
    if (response.code() == UNAUTHORIZED) {
      return McpException.login(
          "the server wants a login, which is not supported here; give it a token");
    }
    McpException why = new McpException("the server answered with HTTP status " + response.code());
    if (response.code() == NOT_FOUND && sessionId != null && closed.compareAndSet(false, true)) {
      finish();
      receiver.ended(new McpException("the server has forgotten the session"));
    }
    return why;
  }

  private void read(Response response) throws IOException {
    String form = form(response);
    if (form.equals(EVENTS)) {
      new McpEvents(this::message).read(response);
    } else if (form.equals("application/json")) {
      BufferedSource body = response.body().source();
      if (body.request(McpLimits.MESSAGE_BYTES + 1L)) {
        throw new IOException("more than " + McpLimits.MESSAGE_BYTES + " bytes");
      }
      message(body.readUtf8());
    }
  }

  private static String form(Response response) {
    MediaType type = response.body().contentType();
    return type == null ? "" : type.type() + "/" + type.subtype();
  }

  private void message(String json) {
    try {
      JsonElement value = WireJson.parse(json);
      if (value instanceof JsonObject message) {
        receiver.received(message);
      } else if (value instanceof JsonArray batch) {
        for (JsonElement each : batch) {
          if (each instanceof JsonObject message) {
            receiver.received(message);
          }
        }
      }
    } catch (DecodeException e) {
      LOG.debug(() -> "an MCP server sent what is no message: " + e.getMessage());
    }
  }

  @Override
  public void agreedOn(String version) {
    protocolVersion = VISIBLE.matcher(version).matches() ? version : null;
    Thread.ofVirtual().name("heddle-mcp-listen").start(this::listen);
  }

  /**
   * Reads what the server says unasked; most servers have nothing to say. A stream that ends is
   * begun again where it ended.
   */
  private void listen() {
    Duration apart = APART;
    String lastId = null;
    try {
      while (true) {
        long begun = System.nanoTime();
        McpEvents events = new McpEvents(this::message);
        if (!listen(events, lastId)) {
          return;
        }
        String newest = events.lastId();
        lastId = newest == null ? lastId : newest;
        apart = events.any() ? APART : longer(apart);
        long passed = System.nanoTime() - begun;
        if (finished.await(apart.toNanos() - passed, TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      // Nobody does.
    }
  }

  private static Duration longer(Duration apart) {
    Duration twice = apart.multipliedBy(2);
    return twice.compareTo(APART_AT_MOST) < 0 ? twice : APART_AT_MOST;
  }

  /** Reads one stream to its end; false when the server has none. */
  private boolean listen(McpEvents events, @Nullable String lastId) {
    Request.Builder request = request().header("Accept", EVENTS);
    if (lastId != null && VISIBLE.matcher(lastId).matches()) {
      request.header("Last-Event-ID", lastId);
    }
    Call call = client.newCall(request.get().build());
    try (Response response = begin(call)) {
      if (!response.isSuccessful()) {
        return response.code() >= FIRST_OF_THE_SERVER;
      }
      boolean stream = form(response).equals(EVENTS);
      if (stream && !closed.get()) {
        events.read(response);
      }
      return stream;
    } catch (IOException e) {
      LOG.debug(() -> "an MCP server's stream ended: " + e.getMessage());
      return true;
    } finally {
      calls.remove(call);
    }
  }

  @Override
  public void forget(long id) {
    Call call = waiting.remove(id);
    if (call != null) {
      call.cancel();
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      finish();
    }
  }

  private void finish() {
    finished.countDown();
    sender.interrupt();
    Thread.ofVirtual()
        .name("heddle-mcp-end")
        .start(() -> {
          calls.forEach(Call::cancel);
          if (sessionId != null) {
            leave();
          }
        });
  }

  /** Lets the server forget the session. */
  private void leave() {
    Call farewell =
        client.newBuilder().callTimeout(UNANSWERED).build().newCall(request().delete().build());
    try (Response response = farewell.execute()) {
      LOG.debug(() -> "an MCP server was left: " + response.code());
    } catch (IOException e) {
      LOG.debug(() -> "an MCP server was not told that we leave: " + e.getMessage());
    }
  }
}
