package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * The page of turns to include in a resume answer.
 *
 * @param limit page size; null for the default
 * @param sortDirection null for the list's own default
 * @param itemsView null for summary
 */
public record ThreadResumeInitialTurnsPageParams(
    @Unsigned @Nullable Integer limit,
    @Nullable SortDirection sortDirection,
    @Nullable TurnItemsView itemsView) {}
