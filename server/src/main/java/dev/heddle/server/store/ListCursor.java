package dev.heddle.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place between two rows of a thread list.
 *
 * @param at what rows are ordered by, exclusive: a time in milliseconds since 1970, or a position
 *     in a section
 * @param threadId breaks ties there; null excludes all rows that have it
 */
public record ListCursor(long at, @Nullable String threadId) {

  /** A place in an order by time. */
  public static ListCursor at(Instant time, @Nullable String threadId) {
    return new ListCursor(time.toEpochMilli(), threadId);
  }
}
