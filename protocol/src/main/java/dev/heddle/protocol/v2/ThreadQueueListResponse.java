package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code thread/queue/list}: a page of waiting messages, oldest first.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
public record ThreadQueueListResponse(List<QueuedSubmission> data, @Nullable String nextCursor) {}
