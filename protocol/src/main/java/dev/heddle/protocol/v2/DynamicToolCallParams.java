package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import org.jspecify.annotations.Nullable;

/**
 * Params of the server request {@code item/tool/call}: a tool that the client implements is called.
 *
 * @param namespace null for none
 * @param arguments any JSON
 */
public record DynamicToolCallParams(
    String threadId,
    String turnId,
    String callId,
    @Nullable String namespace,
    String tool,
    JsonElement arguments) {}
