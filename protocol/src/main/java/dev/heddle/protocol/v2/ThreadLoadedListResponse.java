package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code thread/loaded/list}: a page of thread ids.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
public record ThreadLoadedListResponse(List<String> data, @Nullable String nextCursor) {}
