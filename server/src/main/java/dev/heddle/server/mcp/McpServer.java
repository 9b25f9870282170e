package dev.heddle.server.mcp;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.config.McpServerConfig;
import dev.heddle.server.log.Log;
import dev.heddle.server.mcp.McpState.Phase;
import dev.heddle.server.rollout.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One MCP server of one thread: started, asked for its tools, started again when it has died.
 *
 * <p><b>Thread-safety:</b> thread-safe. It starts on a thread of its own; nothing but {@link #list}
 * blocks.
 */
public final class McpServer {
  /** The version of the protocol that we speak. */
  static final String PROTOCOL = "2025-06-18";

  private static final Log LOG = Log.of(McpServer.class);

  private final McpServerConfig config;
  private final String cwd;
  private final McpTransports transports;
  private final String version;
  private final Consumer<McpServer> changed;
  private final AtomicInteger toolsChanges = new AtomicInteger(); // that were not looked at
  private final Object lock = new Object();
  private McpState state; // guarded by lock
  private @Nullable McpSession session; // guarded by lock
  private boolean wasReady; // in the newest session; guarded by lock
  private boolean closed; // guarded by lock
  private CompletableFuture<Void> started = CompletableFuture.completedFuture(null); // guarded

  /**
   * A server that is not started.
   *
   * @param cwd absolute working directory of the thread
   * @param version of ours, which it is told
   * @param changed hears of each further phase; must not block
   */
  McpServer(
      McpServerConfig config,
      String cwd,
      McpTransports transports,
      String version,
      Consumer<McpServer> changed) {
    this.config = config;
    this.cwd = cwd;
    this.transports = transports;
    this.version = version;
    this.changed = changed;
    this.state = new McpState(config.enabled() ? Phase.NOT_STARTED : Phase.DISABLED);
  }

  /** What it was configured with. */
  public McpServerConfig config() {
    return config;
  }

  /** Its name. */
  public String name() {
    return config.name();
  }

  /** How it is now. */
  public McpState state() {
    synchronized (lock) {
      return state;
    }
  }

  /** Complete when it has come to the end of its newest start, whatever came of it. */
  public CompletableFuture<Void> started() {
    synchronized (lock) {
      return started;
    }
  }

  /** Whether it has failed, at its start or later. */
  boolean hasFailed() {
    Phase phase = state().phase();
    return phase == Phase.FAILED || phase == Phase.LOGIN_REQUIRED;
  }

  /** Starts it unless it runs, or could not be started before. */
  public void start() {
    McpSession fresh;
    CompletableFuture<Void> ending = new CompletableFuture<>();
    synchronized (lock) {
      boolean died = state.phase() == Phase.FAILED && wasReady;
      if (closed || !(died || state.phase() == Phase.NOT_STARTED)) {
        return;
      }
      fresh = new McpSession(name(), this::toolsChanged, why -> failed(why, Duration.ZERO));
      session = fresh;
      wasReady = false;
      started = ending;
      state = new McpState(Phase.STARTING);
    }
    changed.accept(this);
    Thread.ofVirtual()
        .name("heddle-mcp-start")
        .start(() -> {
          try {
            open(fresh);
          } finally {
            ending.complete(null);
          }
        });
  }

  private void open(McpSession fresh) {
    long begun = System.nanoTime();
    try {
      fresh.over(transports.open(config, cwd, fresh));
      JsonObject handshake = fresh.request("initialize", introduction(), config.startupTimeout());
      fresh.agreedOn(Json.string(handshake, "protocolVersion", PROTOCOL));
      fresh.tell("notifications/initialized", null);
      Duration left = config.startupTimeout().minusNanos(System.nanoTime() - begun);
      List<McpTool> tools =
          capable(handshake, "tools") ? McpLists.tools(fresh, config, left) : List.of();
      ready(fresh, handshake, tools);
    } catch (McpException e) {
      failed(e, Duration.ofNanos(System.nanoTime() - begun));
      fresh.close();
    } catch (RuntimeException | Error e) {
      LOG.error("MCP server " + name() + " cannot be started", e);
      failed(new McpException("an internal error"), Duration.ZERO);
      fresh.close();
    }
  }

  private JsonObject introduction() {
    JsonObject client = new JsonObject();
    client.addProperty("name", "heddle");
    client.addProperty("title", "Heddle");
    client.addProperty("version", version);
    JsonObject elicitation = new JsonObject();
    elicitation.add("form", new JsonObject());
    elicitation.add("url", new JsonObject());
    JsonObject capabilities = new JsonObject();
    capabilities.add("elicitation", elicitation);
    JsonObject params = new JsonObject();
    params.addProperty("protocolVersion", PROTOCOL);
    params.add("capabilities", capabilities);
    params.add("clientInfo", client);
    return params;
  }

  /** Whether a server has something; one that says nothing of what it has may have all. */
  private static boolean capable(JsonObject handshake, String what) {
    JsonObject capabilities = Json.object(handshake, "capabilities");
    return capabilities == null || capabilities.isEmpty() || capabilities.has(what);
  }

  private void ready(McpSession fresh, JsonObject handshake, List<McpTool> tools) {
    synchronized (lock) {
      if (closed || session != fresh || !fresh.isOpen()) {
        return; // it died meanwhile, which is told
      }
      wasReady = true;
      state = new McpState(Phase.READY, null, handshake, tools);
    }
    changed.accept(this);
  }

  private void failed(McpException why, Duration after) {
    synchronized (lock) {
      if (closed || state.phase() != Phase.STARTING && state.phase() != Phase.READY) {
        return;
      }
      String problem =
          wasReady
              ? why.message()
              : "MCP client for `"
                  + name()
                  + "` failed to start: "
                  + (after.compareTo(config.startupTimeout()) >= 0
                      ? "timed out after " + config.startupTimeout().toMillis() + " ms"
                      : why.message());
      state =
          new McpState(
              why.wantsLogin() ? Phase.LOGIN_REQUIRED : Phase.FAILED,
              problem,
              state.handshake(),
              state.tools());
    }
    changed.accept(this);
  }

  /** Its tools are others. They are asked for once at a time, however often it says so. */
  private void toolsChanged() {
    if (toolsChanges.getAndIncrement() == 0) {
      Thread.ofVirtual().name("heddle-mcp-tools").start(this::followTools);
    }
  }

  private void followTools() {
    int seen;
    do {
      started().join(); // what it says while it starts may come behind what it says of its tools
      seen = toolsChanges.get();
      readTools();
    } while (toolsChanges.addAndGet(-seen) > 0);
  }

  private void readTools() {
    McpSession asked = openSession();
    if (asked == null) {
      return;
    }
    try {
      List<McpTool> tools = McpLists.tools(asked, config, config.startupTimeout());
      synchronized (lock) {
        if (session == asked && state.phase() == Phase.READY) {
          state = new McpState(Phase.READY, null, state.handshake(), tools);
        }
      }
    } catch (McpException | RuntimeException e) {
      LOG.warn("MCP server " + name() + " does not say what tools it has: " + e.getMessage());
    }
  }

  private @Nullable McpSession openSession() {
    synchronized (lock) {
      return state.phase() == Phase.READY ? session : null;
    }
  }

  /**
   * Calls a tool.
   *
   * @param arguments of the call, or null
   * @param meta further members of {@code _meta}; may be empty
   */
  public McpCall callTool(
      String tool, @Nullable JsonObject arguments, JsonObject meta, McpWatcher watcher)
      throws McpException {
    JsonObject params = new JsonObject();
    params.addProperty("name", tool);
    if (arguments != null) {
      params.add("arguments", arguments);
    }
    if (!meta.isEmpty()) {
      params.add("_meta", meta);
    }
    return session().call("tools/call", params, watcher);
  }

  /** The contents of a resource: the answer to {@code resources/read}. Blocks. */
  public JsonObject readResource(String uri) throws McpException {
    JsonObject params = new JsonObject();
    params.add("uri", new JsonPrimitive(uri));
    return session().request("resources/read", params, config.toolTimeout());
  }

  /** Its resources, or the templates of such; none when it has no such list. Blocks. */
  public List<JsonObject> list(McpResources which) throws McpException {
    return capable(state().handshake(), "resources")
        ? McpLists.all(
            session(),
            which.method(),
            which.member(),
            config.startupTimeout(),
            McpLimits.MESSAGE_BYTES,
            any -> true)
        : List.of();
  }

  private McpSession session() throws McpException {
    synchronized (lock) {
      if (session != null && state.phase() == Phase.READY) {
        return session;
      }
      throw new McpException(
          state.failure() == null ? "the server is not running" : state.failure());
    }
  }

  /** Ends it for good. */
  public void close() {
    McpSession last;
    boolean unfinished;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      last = session;
      unfinished = state.phase() == Phase.STARTING;
      if (unfinished) {
        state = new McpState(Phase.CANCELLED);
      }
    }
    if (last != null) {
      last.close();
    }
    if (unfinished) {
      changed.accept(this);
    }
  }
}
