package dev.heddle.server.turn;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Streamed text of one item on its way to the journal, so that what a user saw before a crash is
 * what remains after it: handed on as soon as there are {@value #ENOUGH_CHARS} characters, and none
 * held longer than {@link #MAX_DELAY}.
 *
 * <p>Short answers that complete sooner never come here; their completed item says it all.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class PartialText {
  /** So that with the write, text that was shown for 250 ms is in the journal. */
  static final Duration MAX_DELAY = Duration.ofMillis(200);

  private static final int ENOUGH_CHARS = 4096;

  private final Later timer;
  private final Consumer<String> journal;
  private final StringBuilder pending = new StringBuilder(); // guarded by this
  private @Nullable Runnable cancelScheduled; // guarded by this
  private boolean closed; // guarded by this

  /**
   * Text is handed to {@code journal}, which must not block.
   *
   * @param timer runs the delayed hand-over
   */
  PartialText(Later timer, Consumer<String> journal) {
    this.timer = timer;
    this.journal = journal;
  }

  synchronized void append(String text) {
    if (closed || text.isEmpty()) {
      return;
    }
    pending.append(text);
    if (pending.length() >= ENOUGH_CHARS) {
      handOver();
    } else if (cancelScheduled == null) {
      cancelScheduled = timer.after(MAX_DELAY, this::handOver);
    }
  }

  /** Hands on what is pending, without waiting for more. */
  synchronized void handOver() {
    if (cancelScheduled != null) {
      cancelScheduled.run();
      cancelScheduled = null;
    }
    if (!closed && !pending.isEmpty()) {
      journal.accept(pending.toString());
      pending.setLength(0);
    }
  }

  /** The item is complete: what is pending is dropped, its record holds the whole text. */
  synchronized void close() {
    closed = true;
    if (cancelScheduled != null) {
      cancelScheduled.run();
      cancelScheduled = null;
    }
  }
}
