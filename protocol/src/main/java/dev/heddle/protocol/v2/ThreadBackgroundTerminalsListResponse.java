package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code thread/backgroundTerminals/list}: a page of running processes.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
public record ThreadBackgroundTerminalsListResponse(
    List<ThreadBackgroundTerminal> data, @Nullable String nextCursor) {}
