package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Experimental;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code thread/list}: a page of stored threads, without turns.
 *
 * @param readStates by thread id, or null
 * @param nextCursor where the next page begins, or null on the last one
 * @param backwardsCursor where to begin reading in the opposite direction, or null on an empty page
 */
public record ThreadListResponse(
    List<ApiThread> data,
    @Experimental @Nullable Map<String, ThreadReadState> readStates,
    @Nullable String nextCursor,
    @Nullable String backwardsCursor) {}
