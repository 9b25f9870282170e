package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code model/list}: a page of the model catalogue.
 *
 * @param modelProvider null for the default one
 * @param cursor where to continue, from an earlier page of the same list; null for the first page
 * @param limit page size; null for the default
 * @param includeHidden true for hidden ones too
 */
public record ModelListParams(
    @Nullable String modelProvider,
    @Nullable String cursor,
    @Unsigned @Nullable Integer limit,
    @Nullable Boolean includeHidden) {}
