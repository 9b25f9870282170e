package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code thread/revert}: the thread as it is now, without turns.
 *
 * @param turnsBackwardsCursor cursor of the newest turn for {@code thread/turns/list}, or null when
 *     there is none
 * @param itemsBackwardsCursor cursor of the newest item for {@code thread/items/list}, or null when
 *     there is none
 */
public record ThreadRevertResponse(
    ApiThread thread,
    @Nullable String turnsBackwardsCursor,
    @Nullable String itemsBackwardsCursor) {}
