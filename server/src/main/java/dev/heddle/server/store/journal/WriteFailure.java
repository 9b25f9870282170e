package dev.heddle.server.store.journal;

import dev.heddle.server.store.ThreadStoreException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a log's last write, kept until a write succeeds, and when to try again: with
 * growing pauses by itself, and at an append when the last attempt is a moment ago.
 *
 * <p><b>Thread-safety:</b> none; its log's lock guards it.
 */
final class WriteFailure {
  private static final long FIRST_RETRY_MS = 100;
  private static final long LAST_RETRY_MS = 5_000;
  private static final long RETRY_AT_APPEND_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private @Nullable ThreadStoreException cause;
  private long pass = -1;
  private long atNs;
  private long retryMs = FIRST_RETRY_MS;
  private boolean retryScheduled;

  /** The failure, or null when the last write succeeded. */
  @Nullable ThreadStoreException cause() {
    return cause;
  }

  /** The failure, thrown from here so that its trace says who was told. */
  ThreadStoreException again() {
    ThreadStoreException first = cause;
    if (first == null) {
      throw new IllegalStateException("no failure");
    }
    return new ThreadStoreException(first.kind(), first.threadId(), first.message(), first);
  }

  /**
   * A pass of writing failed.
   *
   * @return whether the one before had not
   */
  boolean latch(ThreadStoreException failed, long failedPass) {
    boolean first = cause == null;
    cause = failed;
    pass = failedPass;
    atNs = System.nanoTime();
    return first;
  }

  /** A write succeeded. Returns whether there was a failure. */
  boolean clear() {
    boolean healed = cause != null;
    cause = null;
    retryMs = FIRST_RETRY_MS;
    return healed;
  }

  /** Whether a pass that began with this number, or later, has failed. */
  boolean since(long firstPass) {
    return cause != null && pass >= firstPass;
  }

  /** Whether an append may try again. */
  boolean mayTry() {
    return cause == null || System.nanoTime() - atNs > RETRY_AT_APPEND_NS;
  }

  /** When to try again by itself, in milliseconds; negative when that is planned already. */
  long planRetry() {
    if (retryScheduled) {
      return -1;
    }
    retryScheduled = true;
    long pause = retryMs;
    retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
    return pause;
  }

  /** The planned attempt begins. */
  void retrying() {
    retryScheduled = false;
  }
}
