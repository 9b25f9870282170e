package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code experimentalFeature/list}: a page of feature switches.
 *
 * @param cursor where to continue, from an earlier page of the same list; null for the first page
 * @param limit page size; null for the default
 * @param threadId whose configuration to use, or null
 */
public record ExperimentalFeatureListParams(
    @Nullable String cursor, @Unsigned @Nullable Integer limit, @Nullable String threadId) {}
