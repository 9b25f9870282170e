package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/turns/list}: a page of turns.
 *
 * @param cursor where to continue, from an earlier page of the same list; null for the first page
 * @param limit page size, 1 to 100; null for 25
 * @param sortDirection null for newest first
 * @param itemsView null for summary
 */
public record ThreadTurnsListParams(
    String threadId,
    @Nullable String cursor,
    @Unsigned @Nullable Integer limit,
    @Nullable SortDirection sortDirection,
    @Nullable TurnItemsView itemsView)
    implements OnThread {}
