package dev.heddle.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place between two rows of a thread list.
 *
 * @param at the sort time, exclusive, milliseconds
 * @param threadId breaks ties at that time; null excludes the whole millisecond
 */
public record ListCursor(Instant at, @Nullable String threadId) {}
