package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import java.util.List;

/**
 * Params of {@code thread/inject_items}: model items to append to a thread without a turn.
 *
 * @param items objects in the form of the model API
 */
public record ThreadInjectItemsParams(String threadId, List<JsonElement> items)
    implements OnThread {}
