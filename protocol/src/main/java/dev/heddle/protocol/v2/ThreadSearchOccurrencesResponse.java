package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code thread/searchOccurrences}: a page of matches, oldest first.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
public record ThreadSearchOccurrencesResponse(
    List<ThreadSearchOccurrence> data, @Nullable String nextCursor) {}
