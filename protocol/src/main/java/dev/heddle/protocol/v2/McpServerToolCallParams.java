package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code mcpServer/tool/call}: call a tool of an MCP server of a loaded thread.
 *
 * @param server its name
 * @param tool its name, as the server gives it
 * @param arguments of the tool, or null
 * @param meta extension data passed through unread, or null
 */
public record McpServerToolCallParams(
    String threadId,
    String server,
    String tool,
    @Nullable JsonElement arguments,
    @SerializedName("_meta") @Nullable JsonElement meta)
    implements OnThread {}
