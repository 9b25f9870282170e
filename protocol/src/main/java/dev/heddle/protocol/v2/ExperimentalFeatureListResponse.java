package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code experimentalFeature/list}: a page of feature switches.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
public record ExperimentalFeatureListResponse(
    List<ExperimentalFeature> data, @Nullable String nextCursor) {}
