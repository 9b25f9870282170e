package dev.heddle.server.handler;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.NoParams;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ListMcpServerStatusParams;
import dev.heddle.protocol.v2.ListMcpServerStatusResponse;
import dev.heddle.protocol.v2.McpResourceReadParams;
import dev.heddle.protocol.v2.McpResourceReadResponse;
import dev.heddle.protocol.v2.McpServerRefreshResponse;
import dev.heddle.protocol.v2.McpServerStatus;
import dev.heddle.protocol.v2.McpServerStatusDetail;
import dev.heddle.protocol.v2.McpServerToolCallParams;
import dev.heddle.protocol.v2.McpServerToolCallResponse;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.McpConfig;
import dev.heddle.server.config.McpServerConfig;
import dev.heddle.server.config.ServerConfigFile;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.mcp.McpCall;
import dev.heddle.server.mcp.McpException;
import dev.heddle.server.mcp.McpServer;
import dev.heddle.server.mcp.McpThreads;
import dev.heddle.server.mcp.McpWatcher;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.LoadedThreads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What clients ask of MCP servers themselves: which there are, calls of their tools, their
 * resources, and to read the configuration again.
 *
 * <p><b>Thread-safety:</b> thread-safe. Nothing waits for a server on the worker of a request; so
 * many requests that do are refused beyond a bound.
 */
public final class McpHandlers {
  private static final int MOST_AT_ONCE = 64;

  private final McpThreads servers;
  private final LoadedThreads loaded;
  private final ThreadAccess threads;
  private final ServerConfigFile config;
  private final String cwd;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  /**
   * @param config the server's configuration
   * @param cwd the server's working directory, absolute
   */
  public McpHandlers(
      McpThreads servers, LoadedThreads loaded, ServerConfigFile config, String cwd) {
    this.servers = servers;
    this.loaded = loaded;
    this.threads = new ThreadAccess(loaded);
    this.config = config;
    this.cwd = cwd;
  }

  /**
   * {@code mcpServerStatus/list}: the servers of a thread, or those of the configuration, which are
   * started for the answer only.
   */
  public Reply<ListMcpServerStatusResponse> list(
      ListMcpServerStatusParams params, RequestContext context) {
    LiveThread live = params.threadId() == null ? null : threads.loaded(params.threadId());
    McpConfig wanted = live == null ? McpConfig.of(config.get().raw()) : live.settings().mcp();
    List<McpServerConfig> named =
        wanted.servers().values().stream()
            .filter(each -> params.serverName() == null || params.serverName().equals(each.name()))
            .sorted(Comparator.comparing(McpServerConfig::name))
            .toList();
    OffsetPage<McpServerConfig> page =
        OffsetPage.of(named, params.cursor(), params.limit(), "MCP servers");
    if (page.data().isEmpty()) {
      return Reply.of(new ListMcpServerStatusResponse(List.of(), page.nextCursor()));
    }
    boolean full = params.detail() != McpServerStatusDetail.TOOLS_AND_AUTH_ONLY;
    return apart(() -> {
      List<McpServerStatus> shown = new ArrayList<>();
      if (live == null) {
        List<McpServer> started =
            page.data().stream().map(each -> servers.alone(each, cwd)).toList();
        try {
          started.forEach(McpServer::start);
          started.forEach(each -> each.started().join());
          started.forEach(each -> shown.add(McpViews.status(each, false, full)));
        } finally {
          started.forEach(McpServer::close);
        }
      } else {
        List<McpServer> there = servers.of(live.threadId());
        for (McpServerConfig each : page.data()) {
          there.stream()
              .filter(server -> server.name().equals(each.name()))
              .findFirst()
              .ifPresentOrElse(
                  server -> shown.add(McpViews.status(server, true, full)),
                  () -> shown.add(McpViews.status(servers.alone(each, cwd), true, false)));
        }
      }
      return new ListMcpServerStatusResponse(shown, page.nextCursor());
    });
  }

  /** {@code mcpServer/tool/call}: what a tool gives; nobody is asked before. */
  public Reply<McpServerToolCallResponse> callTool(
      McpServerToolCallParams params, RequestContext context) {
    LiveThread live = threads.loaded(params.threadId());
    McpServer server = running(live, params.server());
    if (!server.config().allows(params.tool())) {
      throw failed(
          "tool '" + params.tool() + "' is disabled for MCP server '" + params.server() + "'");
    }
    JsonElement arguments = params.arguments();
    if (arguments != null && !arguments.isJsonNull() && !arguments.isJsonObject()) {
      throw failed("MCP tool arguments must be a JSON object, got " + arguments);
    }
    JsonObject meta = params.meta() instanceof JsonObject given ? given : new JsonObject();
    return apart(() -> {
      awaitStart(server);
      try {
        McpCall call =
            server.callTool(
                params.tool(),
                arguments instanceof JsonObject object ? object : null,
                meta,
                McpWatcher.NOBODY);
        return answer(call.await(server.config().toolTimeout()));
      } catch (McpException e) {
        throw failed(
            "tool call failed for `" + params.server() + "/" + params.tool() + "`: " + e.message());
      }
    });
  }

  private static McpServerToolCallResponse answer(JsonObject result) {
    return new McpServerToolCallResponse(
        Json.array(result, "content").asList(),
        given(result, "structuredContent"),
        result.get("isError") instanceof JsonPrimitive said && said.isBoolean()
            ? said.getAsBoolean()
            : null,
        given(result, "_meta"));
  }

  private static @Nullable JsonElement given(JsonObject result, String member) {
    JsonElement value = result.get(member);
    return value == null || value.isJsonNull() ? null : value;
  }

  /** {@code mcpServer/resource/read}: the contents of a resource. */
  public Reply<McpResourceReadResponse> readResource(
      McpResourceReadParams params, RequestContext context) {
    if (params.threadId() != null) {
      McpServer server = running(threads.loaded(params.threadId()), params.server());
      return apart(() -> read(server, params.uri()));
    }
    McpServerConfig named = McpConfig.of(config.get().raw()).servers().get(params.server());
    if (named == null) {
      throw unknown(params.server());
    }
    return apart(() -> {
      McpServer server = servers.alone(named, cwd);
      try {
        server.start();
        return read(server, params.uri());
      } finally {
        server.close();
      }
    });
  }

  private static McpResourceReadResponse read(McpServer server, String uri) {
    awaitStart(server);
    try {
      List<JsonObject> contents = new ArrayList<>();
      for (JsonElement each : Json.array(server.readResource(uri), "contents")) {
        if (each instanceof JsonObject content) {
          contents.add(content);
        }
      }
      return new McpResourceReadResponse(contents, null);
    } catch (McpException e) {
      throw failed(
          "resources/read failed for `" + server.name() + "` (" + uri + "): " + e.message());
    }
  }

  /**
   * {@code config/mcpServer/reload}: reads the configuration again. The servers of loaded threads
   * follow it, and those that have failed are tried again.
   */
  public Reply<McpServerRefreshResponse> reload(NoParams params, RequestContext context) {
    try {
      config.reload();
    } catch (ConfigException e) {
      throw failed("failed to refresh MCP servers: " + e.message());
    }
    McpConfig after = McpConfig.of(config.get().raw());
    // Before the answer, for a turn that begins right behind it.
    loaded.all().forEach(live -> live.changeMcp(own -> own.changed(after)));
    return Reply.of(new McpServerRefreshResponse())
        .andThen(() -> loaded.all().forEach(this::reopen));
  }

  private void reopen(LiveThread live) {
    servers.reopen(live.threadId(), live.settings().mcp(), live.settings().cwd());
    if (loaded.get(live.threadId()) == null) {
      servers.close(live.threadId()); // it has left memory meanwhile, in its own lane
    }
  }

  private McpServer running(LiveThread live, String name) {
    servers.open(live.threadId(), live.settings().mcp(), live.settings().cwd());
    return servers.of(live.threadId()).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private static void awaitStart(McpServer server) {
    server.started().join();
  }

  /** Makes the answer on a thread of its own, which may wait for servers. */
  private <R> Reply<R> apart(Supplier<R> work) {
    if (!places.tryAcquire()) {
      throw RpcException.of(
          RpcException.OVERLOADED, ErrorKind.OVERLOADED, "too many requests to MCP servers");
    }
    CompletableFuture<Reply<R>> coming = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("heddle-mcp-request")
        .start(() -> {
          try {
            Reply<R> reply = Reply.of(work.get());
            places.release();
            coming.complete(reply);
          } catch (RuntimeException | Error e) {
            places.release();
            coming.completeExceptionally(e);
          }
        });
    return Reply.ofProgram(coming);
  }

  private static RpcException unknown(String server) {
    return failed("unknown MCP server '" + server + "'");
  }

  private static RpcException failed(String message) {
    return RpcException.of(RpcException.INTERNAL, ErrorKind.CONFLICT, message);
  }
}
