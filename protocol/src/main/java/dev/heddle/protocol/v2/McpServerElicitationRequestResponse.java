package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code mcpServer/elicitation/request}: what the user did.
 *
 * @param content the data; null unless accepted
 * @param meta extension data passed through unread, or null
 */
public record McpServerElicitationRequestResponse(
    McpServerElicitationAction action,
    @Nullable JsonElement content,
    @SerializedName("_meta") @Nullable JsonElement meta) {}
