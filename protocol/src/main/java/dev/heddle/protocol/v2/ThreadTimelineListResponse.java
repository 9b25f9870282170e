package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code thread/timeline/list}: a page of a thread's history.
 *
 * @param data oldest first
 * @param nextCursor where the page before this one ends, or null when the history begins here
 * @param activeRealtimeSessionAtPageStart the voice session that is open where the page begins, or
 *     null
 */
public record ThreadTimelineListResponse(
    List<ThreadTimelineEntry> data,
    @Nullable String nextCursor,
    @Nullable String activeRealtimeSessionAtPageStart) {}
