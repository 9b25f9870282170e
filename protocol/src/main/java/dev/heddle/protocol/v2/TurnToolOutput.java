package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.OneOf;
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
    @OneOf(value = String.class, listsOf = JsonObject.class) JsonElement output,
    @Defaulted boolean retain) {}
