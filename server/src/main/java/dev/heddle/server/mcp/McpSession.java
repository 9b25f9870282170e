package dev.heddle.server.mcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.json.WholeNumber;
import dev.heddle.server.log.Log;
import dev.heddle.server.rollout.Json;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with a server: our requests and their answers, its requests, its notifications.
 *
 * <p><b>Thread-safety:</b> thread-safe. An answer to no request of ours is dropped.
 */
final class McpSession implements McpTransport.Receiver {
  private static final Log LOG = Log.of(McpSession.class);
  private static final int METHOD_NOT_FOUND = -32601;
  private static final int LOGGED_CHARS = 1000;
  private static final int FAILURE_CHARS = 16 << 10;

  private final String name;
  private final Runnable toolsChanged;
  private final Consumer<McpException> whenEnded;
  private final AtomicLong nextId = new AtomicLong();
  private final Map<Long, McpCall> open = new ConcurrentHashMap<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable McpTransport transport;

  /**
   * @param name of the server
   * @param toolsChanged is run when the server says that its tools are others; must not block
   * @param whenEnded is told once that it has ended, unless {@link #close} did it
   */
  McpSession(String name, Runnable toolsChanged, Consumer<McpException> whenEnded) {
    this.name = name;
    this.toolsChanged = toolsChanged;
    this.whenEnded = whenEnded;
  }

  /** Speaks over this from now on; called once, first. */
  void over(McpTransport opened) {
    transport = opened;
    if (ended.get()) {
      opened.close();
    }
  }

  /** The name of the server. */
  String name() {
    return name;
  }

  /** Sends a request. One that cannot be sent is a call that has failed. */
  McpCall call(String method, JsonObject params, McpWatcher watcher) {
    McpCall call = new McpCall(this, nextId.getAndIncrement(), method, watcher);
    if (open.size() >= McpLimits.OPEN_REQUESTS) {
      call.result()
          .completeExceptionally(new McpException("the server leaves too many requests open"));
      return call;
    }
    open.put(call.id(), call);
    JsonObject message = message();
    message.addProperty("id", call.id());
    message.addProperty("method", method);
    message.add("params", watcher.listens() ? watched(params, call.id()) : params);
    try {
      send(message);
    } catch (McpException e) {
      unanswered(call.id(), e);
    }
    return call;
  }

  /** The same params with what the server names when it tells of progress. */
  private static JsonObject watched(JsonObject params, long token) {
    JsonObject watched = params.deepCopy();
    JsonObject given = Json.object(watched, "_meta");
    JsonObject meta = given == null ? new JsonObject() : given;
    meta.addProperty("progressToken", token);
    watched.add("_meta", meta);
    return watched;
  }

  /** Sends a request and waits for its result. */
  JsonObject request(String method, JsonObject params, Duration patience) throws McpException {
    return call(method, params, McpWatcher.NOBODY).await(patience);
  }

  /** Sends a notification. */
  void tell(String method, @Nullable JsonObject params) throws McpException {
    JsonObject message = message();
    message.addProperty("method", method);
    if (params != null) {
      message.add("params", params);
    }
    send(message);
  }

  /** See {@link McpTransport#agreedOn}. */
  void agreedOn(String protocolVersion) {
    McpTransport opened = transport;
    if (opened != null) {
      opened.agreedOn(protocolVersion);
    }
  }

  void cancel(McpCall call, String reason) {
    if (open.remove(call.id()) == null) {
      return;
    }
    JsonObject params = new JsonObject();
    params.addProperty("requestId", call.id());
    params.addProperty("reason", reason);
    try {
      tell("notifications/cancelled", params);
    } catch (McpException e) {
      LOG.debug(() -> "MCP server " + name + " was not told of a cancellation: " + e.message());
    }
    McpTransport opened = transport;
    if (opened != null) {
      opened.forget(call.id());
    }
    call.result().completeExceptionally(new McpException(reason));
  }

  private static JsonObject message() {
    JsonObject message = new JsonObject();
    message.addProperty("jsonrpc", "2.0");
    return message;
  }

  private void send(JsonObject message) throws McpException {
    McpTransport opened = transport;
    if (opened == null || ended.get()) {
      throw new McpException("the server has ended");
    }
    opened.send(message);
  }

  @Override
  public void received(JsonObject message) {
    JsonElement id = message.get("id");
    String method = Json.string(message, "method");
    if (method == null) {
      answered(id, message);
    } else if (id == null || id.isJsonNull()) {
      told(method, params(message));
    } else {
      asked(id, method, params(message));
    }
  }

  private static JsonObject params(JsonObject message) {
    JsonObject params = Json.object(message, "params");
    return params == null ? new JsonObject() : params;
  }

  private void answered(@Nullable JsonElement id, JsonObject message) {
    Long number = WholeNumber.of(id);
    McpCall call = number == null ? null : open.remove(number);
    if (call == null) {
      LOG.debug(() -> "MCP server " + name + " answered what nobody asked");
    } else if (Json.object(message, "result") instanceof JsonObject result) {
      call.result().complete(result);
    } else {
      call.result().completeExceptionally(new McpException(failure(message)));
    }
  }

  private static String failure(JsonObject message) {
    JsonObject error = Json.object(message, "error");
    if (error == null) {
      return "the server's answer has neither a result nor an error";
    }
    JsonElement data = error.get("data");
    return shortened(
        "Mcp error: "
            + error.get("code")
            + ": "
            + Json.string(error, "message", "")
            + (data == null || data.isJsonNull() ? "" : "(" + data + ")"),
        FAILURE_CHARS);
  }

  private void told(String method, JsonObject params) {
    switch (method) {
      case "notifications/progress" -> {
        Long token = WholeNumber.of(params.get("progressToken"));
        McpCall call = token == null ? null : open.get(token);
        if (call != null) {
          call.watcher().progress(progress(params));
        }
      }
      case "notifications/tools/list_changed" -> toolsChanged.run();
      case "notifications/message" ->
          LOG.debug(
              () -> "MCP server " + name + " says: " + shortened(params.toString(), LOGGED_CHARS));
      default -> {
        // Of no matter to us.
      }
    }
  }

  private static String progress(JsonObject params) {
    String message = Json.string(params, "message");
    if (message != null) {
      return shortened(message, LOGGED_CHARS);
    }
    JsonElement total = params.get("total");
    return params.get("progress") + (total instanceof JsonPrimitive ? " of " + total : "");
  }

  private static String shortened(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    return text.substring(0, end) + "…";
  }

  private void asked(JsonElement id, String method, JsonObject params) {
    switch (method) {
      case "ping" -> answer(id, new JsonObject());
      case "elicitation/create" -> {
        AtomicBoolean answered = new AtomicBoolean();
        watcher()
            .asked(
                new McpQuestion(
                    params,
                    result -> {
                      if (answered.compareAndSet(false, true)) {
                        answer(id, result);
                      }
                    }));
      }
      default -> {
        JsonObject error = new JsonObject();
        error.addProperty("code", METHOD_NOT_FOUND);
        error.addProperty("message", "Method not found: " + shortened(method, LOGGED_CHARS));
        reply(id, "error", error);
      }
    }
  }

  /** Whose call a question belongs to is not said: the newest that somebody watches. */
  private McpWatcher watcher() {
    return open.values().stream()
        .filter(call -> call.watcher().listens())
        .max((a, b) -> Long.compare(a.id(), b.id()))
        .map(McpCall::watcher)
        .orElse(McpWatcher.NOBODY);
  }

  private void answer(JsonElement id, JsonObject result) {
    reply(id, "result", result);
  }

  private void reply(JsonElement id, String member, JsonObject value) {
    JsonObject message = message();
    message.add("id", id);
    message.add(member, value);
    try {
      send(message);
    } catch (McpException e) {
      LOG.debug(() -> "MCP server " + name + " was not answered: " + e.message());
    }
  }

  @Override
  public void unanswered(long id, McpException why) {
    McpCall call = open.remove(id);
    if (call != null) {
      call.result().completeExceptionally(why);
    }
  }

  @Override
  public void ended(McpException why) {
    if (end(why)) {
      whenEnded.accept(why);
    }
  }

  private boolean end(McpException why) {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    open.keySet().forEach(id -> unanswered(id, why));
    return true;
  }

  /** Ends it; open requests fail. */
  void close() {
    if (end(new McpException("the server was ended"))) {
      McpTransport opened = transport;
      if (opened != null) {
        opened.close();
      }
    }
  }

  /** Whether it goes on. */
  boolean isOpen() {
    return !ended.get();
  }
}
