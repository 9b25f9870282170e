package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/items/list}: a page of items, of one turn or of all.
 *
 * @param turnId null for all turns
 * @param cursor opaque text, or an object that names an item; null for the first page
 * @param limit page size, 1 to 100; null for 25
 * @param sortDirection null for oldest first
 * @param deferOutput which outputs of the turn's items to leave out, for {@code thread/items/read}
 *     to give; of no effect without {@code turnId}; null for none
 */
public record ThreadItemsListParams(
    String threadId,
    @Nullable String turnId,
    @Nullable @ThreadItemsListCursor JsonElement cursor,
    @Unsigned @Nullable Integer limit,
    @Nullable SortDirection sortDirection,
    @Nullable ThreadItemOutputDeferral deferOutput)
    implements OnThread {}
