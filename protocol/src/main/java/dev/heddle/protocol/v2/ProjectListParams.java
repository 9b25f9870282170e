package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code project/list}: a page of projects.
 *
 * @param cursor where to continue, from an earlier page of the same list; null for the first page
 * @param limit page size; null for the default
 * @param sortKey null for the position
 * @param sortDirection only with a sort key; null for positions upwards or the newest first
 */
public record ProjectListParams(
    @Nullable String cursor,
    @Unsigned @Nullable Integer limit,
    @Nullable ProjectSortKey sortKey,
    @Nullable SortDirection sortDirection) {}
