package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/backgroundTerminals/list}: a page of processes left running by a thread.
 *
 * @param cursor where to continue, from an earlier page of the same list; null for the first page
 * @param limit page size; null for the default
 */
public record ThreadBackgroundTerminalsListParams(
    String threadId, @Nullable String cursor, @Unsigned @Nullable Integer limit)
    implements OnThread {}
