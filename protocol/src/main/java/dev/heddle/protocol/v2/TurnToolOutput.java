package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.Defaulted;
import org.jspecify.annotations.Nullable;

/**
 * A tool result that starts a turn.
 *
 * @param namespace null for none
 * @param output text, or a list of content objects
 * @param retain keep it in the context for good
 */
public record TurnToolOutput(
    String name,
    @Nullable String namespace,
    @FunctionCallOutputBody JsonElement output,
    @Defaulted boolean retain) {}
