package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code threadSection/list}: a page of sections in display order.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
public record ThreadSectionListResponse(List<ThreadSection> data, @Nullable String nextCursor) {}
