package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code threadSection/list}: a page of sections.
 *
 * @param cursor where to continue, from an earlier page of the same list; null for the first page
 * @param limit page size; null for the default
 */
public record ThreadSectionListParams(@Nullable String cursor, @Unsigned @Nullable Integer limit) {}
