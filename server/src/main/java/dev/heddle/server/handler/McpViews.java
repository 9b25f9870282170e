package dev.heddle.server.handler;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.McpAuthStatus;
import dev.heddle.protocol.v2.McpServerConnectionStatus;
import dev.heddle.protocol.v2.McpServerInfo;
import dev.heddle.protocol.v2.McpServerStartupState;
import dev.heddle.protocol.v2.McpServerStatus;
import dev.heddle.protocol.v2.McpServerStatusUpdatedNotification;
import dev.heddle.server.config.McpServerConfig;
import dev.heddle.server.mcp.McpException;
import dev.heddle.server.mcp.McpResources;
import dev.heddle.server.mcp.McpServer;
import dev.heddle.server.mcp.McpState;
import dev.heddle.server.rollout.Json;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MCP servers as clients see them. */
public final class McpViews {
  private McpViews() {}

  /**
   * The notification that a server of a thread has come to another phase; null when clients are not
   * told of it.
   */
  public static @Nullable McpServerStatusUpdatedNotification update(
      String threadId, McpServer server) {
    McpState state = server.state();
    McpServerStartupState shown =
        switch (state.phase()) {
          case STARTING -> McpServerStartupState.STARTING;
          case READY -> McpServerStartupState.READY;
          case FAILED, LOGIN_REQUIRED -> McpServerStartupState.FAILED;
          case CANCELLED -> McpServerStartupState.CANCELLED;
          case NOT_STARTED, DISABLED -> null;
        };
    return shown == null
        ? null
        : new McpServerStatusUpdatedNotification(
            threadId, server.name(), shown, state.failure(), null);
  }

  /**
   * A server with what it offers. Asks the server for its resources, so it may wait.
   *
   * @param ofThread whether it is one of a thread, so that how it runs is of interest
   * @param full whether the resources are wanted
   */
  static McpServerStatus status(McpServer server, boolean ofThread, boolean full) {
    McpState state = server.state();
    Map<String, JsonObject> tools = new LinkedHashMap<>();
    state.tools().forEach(tool -> tools.put(tool.name(), tool.description()));
    JsonElement capabilities = state.handshake().get("capabilities");
    return new McpServerStatus(
        server.name(),
        ofThread ? runtime(state.phase()) : null,
        null,
        origin(server.config()),
        info(Json.object(state.handshake(), "serverInfo")),
        capabilities instanceof JsonObject ? capabilities : null,
        null,
        tools,
        state.failure(),
        full ? list(server, state, McpResources.RESOURCES) : List.of(),
        full ? list(server, state, McpResources.TEMPLATES) : List.of(),
        auth(server.config(), state));
  }

  private static List<JsonObject> list(McpServer server, McpState state, McpResources which) {
    if (state.phase() != McpState.Phase.READY) {
      return List.of();
    }
    try {
      return server.list(which);
    } catch (McpException e) {
      return List.of(); // a server need not have any
    }
  }

  private static McpServerConnectionStatus runtime(McpState.Phase phase) {
    return switch (phase) {
      case NOT_STARTED -> McpServerConnectionStatus.NOT_STARTED;
      case STARTING -> McpServerConnectionStatus.STARTING;
      case READY -> McpServerConnectionStatus.CONNECTED;
      case LOGIN_REQUIRED -> McpServerConnectionStatus.AUTHENTICATION_REQUIRED;
      case FAILED -> McpServerConnectionStatus.FAILED;
      case CANCELLED -> McpServerConnectionStatus.CANCELLED;
      case DISABLED -> McpServerConnectionStatus.DISABLED;
    };
  }

  private static McpAuthStatus auth(McpServerConfig config, McpState state) {
    if (state.phase() == McpState.Phase.LOGIN_REQUIRED) {
      return McpAuthStatus.NOT_LOGGED_IN;
    }
    return config.transport() instanceof McpServerConfig.Http http
            && http.bearerTokenVariable() != null
        ? McpAuthStatus.BEARER_TOKEN
        : McpAuthStatus.UNSUPPORTED;
  }

  /** Where an HTTP server is, without its path, which may hold a key. */
  private static @Nullable String origin(McpServerConfig config) {
    if (!(config.transport() instanceof McpServerConfig.Http http)) {
      return null;
    }
    try {
      URI url = URI.create(http.url());
      return url.getHost() == null
          ? null
          : url.getScheme()
              + "://"
              + url.getHost()
              + (url.getPort() < 0 ? "" : ":" + url.getPort());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable McpServerInfo info(@Nullable JsonObject said) {
    if (said == null) {
      return null;
    }
    JsonArray icons = said.get("icons") instanceof JsonArray array ? array : null;
    return new McpServerInfo(
        Json.string(said, "name", ""),
        Json.string(said, "title"),
        Json.string(said, "version", ""),
        Json.string(said, "description"),
        icons == null ? null : icons.asList(),
        Json.string(said, "websiteUrl"));
  }
}
