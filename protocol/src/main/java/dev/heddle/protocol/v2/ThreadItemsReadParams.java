package dev.heddle.protocol.v2;

import java.util.List;

/**
 * Params of {@code thread/items/read}: some items of one turn, whole.
 *
 * @param itemIds which, 1 to 100 of them
 */
public record ThreadItemsReadParams(String threadId, String turnId, List<String> itemIds)
    implements OnThread {}
