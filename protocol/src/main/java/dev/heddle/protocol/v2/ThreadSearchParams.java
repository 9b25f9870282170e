package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Unsigned;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/search}: threads whose text contains a term.
 *
 * @param includeAttachedThreads also threads that belong to another
 * @param currentAccountOnly only threads of the present account
 * @param cursor where to continue, from an earlier page of the same list; null for the first page
 * @param limit page size; null for the default
 * @param sortKey null for creation
 * @param sortDirection null for the list's own default
 * @param sourceKinds null or empty for the interactive ones
 * @param archived true for archived threads only
 */
public record ThreadSearchParams(
    @Defaulted boolean includeAttachedThreads,
    @Defaulted boolean currentAccountOnly,
    @Nullable String cursor,
    @Unsigned @Nullable Integer limit,
    @Nullable ThreadSearchSortKey sortKey,
    @Nullable SortDirection sortDirection,
    @Nullable List<ThreadSourceKind> sourceKinds,
    @Nullable Boolean archived,
    String searchTerm) {}
