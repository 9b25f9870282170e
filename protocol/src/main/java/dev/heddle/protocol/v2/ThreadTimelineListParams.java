package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/timeline/list}: a page of all that is in a thread's history.
 *
 * @param cursor where to continue towards the beginning; null for the newest page
 * @param limit page size, 1 to 100; null for 25
 */
public record ThreadTimelineListParams(
    String threadId, @Nullable String cursor, @Unsigned @Nullable Integer limit)
    implements OnThread {}
