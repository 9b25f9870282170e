package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.OmitNull;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code mcpServer/tool/call}: what the tool gave.
 *
 * @param content MCP content blocks
 * @param structuredContent result as data, or null
 * @param isError whether the tool failed; null when it did not say
 * @param meta extension data passed through unread, or null
 */
public record McpServerToolCallResponse(
    List<JsonElement> content,
    @OmitNull @Nullable JsonElement structuredContent,
    @OmitNull @Nullable Boolean isError,
    @OmitNull @SerializedName("_meta") @Nullable JsonElement meta) {}
