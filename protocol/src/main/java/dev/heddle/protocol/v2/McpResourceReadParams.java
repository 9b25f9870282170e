package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import com.google.gson.annotations.SerializedName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code mcpServer/resource/read}: read a resource of an MCP server.
 *
 * @param threadId whose server; null for one that is started only for this
 * @param server its name
 * @param uri the resource
 * @param originCallId has no effect here
 * @param connectorId has no effect here
 * @param target has no effect here
 * @param meta has no effect here
 */
public record McpResourceReadParams(
    @Nullable String threadId,
    String server,
    String uri,
    @Nullable String originCallId,
    @Nullable String connectorId,
    @Nullable McpResourceReadTarget target,
    @SerializedName("_meta") @Nullable Map<String, JsonElement> meta) {}
