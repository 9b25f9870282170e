package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server with what it offers.
 *
 * @param runtimeStatus null when not tracked
 * @param httpOrigin null for a local process
 * @param serverInfo null until connected
 * @param tools MCP tool objects by name
 * @param toolsError why the tools could not be listed, or null
 * @param resources MCP resource objects
 * @param resourceTemplates MCP template objects
 */
public record McpServerStatus(
    String name,
    @Nullable McpServerConnectionStatus runtimeStatus,
    @Nullable String pluginId,
    @Nullable String httpOrigin,
    @Nullable McpServerInfo serverInfo,
    @Nullable JsonElement serverCapabilities,
    @Nullable JsonElement toolListMeta,
    Map<String, @Tool JsonObject> tools,
    @Nullable String toolsError,
    List<@Resource JsonObject> resources,
    List<@ResourceTemplate JsonObject> resourceTemplates,
    McpAuthStatus authStatus) {}
