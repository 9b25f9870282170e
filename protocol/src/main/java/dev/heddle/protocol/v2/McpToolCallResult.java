package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import com.google.gson.annotations.SerializedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of an MCP tool.
 *
 * @param content MCP content blocks
 * @param structuredContent result as data, or null
 * @param meta extension data passed through unread, or null
 */
public record McpToolCallResult(
    List<JsonElement> content,
    @Nullable JsonElement structuredContent,
    @SerializedName("_meta") @Nullable JsonElement meta) {}
