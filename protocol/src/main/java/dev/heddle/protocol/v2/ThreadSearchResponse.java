package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code thread/search}: a page of matching threads.
 *
 * @param nextCursor where the next page begins, or null on the last one
 * @param backwardsCursor where to begin reading in the opposite direction, or null on an empty page
 */
public record ThreadSearchResponse(
    List<ThreadSearchResult> data, @Nullable String nextCursor, @Nullable String backwardsCursor) {}
