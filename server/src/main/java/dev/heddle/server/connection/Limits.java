package dev.heddle.server.connection;

import java.time.Duration;

/**
 * The bounds of one server: how much may wait in memory, and how long the end may take. Immutable.
 *
 * <p>At a memory bound the server stops reading its input until there is room again; nothing is
 * dropped. A single message larger than a bound still passes, alone.
 *
 * @param maxLineBytes the longest line the client may send, in bytes; a longer one is refused
 * @param maxOpenRequests requests accepted and not yet answered; at least 1
 * @param maxOpenRequestBytes size of those requests' params, in bytes, about; at least 1
 * @param maxRunningRequests requests that run at once, each with an answer in the making; at least
 *     1
 * @param maxOutboxBytes size of what waits to be written to the client, in bytes; at least 1
 * @param answerOnEnd how long the end waits for accepted requests to be answered by themselves
 * @param stopWorkOnEnd how long the end then waits for running work to stop and be stored
 * @param flushOnEnd how long the end then waits for the client to take what is still to be written
 */
public record Limits(
    int maxLineBytes,
    int maxOpenRequests,
    long maxOpenRequestBytes,
    int maxRunningRequests,
    long maxOutboxBytes,
    Duration answerOnEnd,
    Duration stopWorkOnEnd,
    Duration flushOnEnd) {

  /** Bytes of one line, unless configured: a prompt full of images. */
  public static final int DEFAULT_LINE_BYTES = 128 << 20;

  /** Requests that may be open at once, unless configured. */
  public static final int DEFAULT_OPEN_REQUESTS = 1_024;

  /** Bytes of open requests, unless configured: beyond it one request at a time. */
  public static final long DEFAULT_OPEN_REQUEST_BYTES = 64L << 20;

  /** Requests that run at once, unless configured. */
  public static final int DEFAULT_RUNNING_REQUESTS = 32;

  /** Bytes that wait for the client, unless configured. */
  public static final long DEFAULT_OUTBOX_BYTES = 16L << 20;

  private static final long HEAP_PARTS = 8;

  /** Heap that a running request may take: what a large answer is made from, and the answer. */
  private static final long RUNNING_REQUEST_BYTES = 32L << 20;

  private static final Duration DEFAULT_ANSWER_ON_END = Duration.ofMillis(1_500);
  private static final Duration DEFAULT_STOP_WORK_ON_END = Duration.ofMillis(2_000);
  private static final Duration DEFAULT_FLUSH_ON_END = Duration.ofMillis(1_000);

  /** What applies unless configured. The three waits add up to less than five seconds. */
  public static final Limits DEFAULT =
      new Limits(
          DEFAULT_LINE_BYTES,
          DEFAULT_OPEN_REQUESTS,
          DEFAULT_OPEN_REQUEST_BYTES,
          DEFAULT_RUNNING_REQUESTS,
          DEFAULT_OUTBOX_BYTES,
          DEFAULT_ANSWER_ON_END,
          DEFAULT_STOP_WORK_ON_END,
          DEFAULT_FLUSH_ON_END);

  public Limits {
    if (maxLineBytes < 1
        || maxOpenRequests < 1
        || maxOpenRequestBytes < 1
        || maxRunningRequests < 1
        || maxOutboxBytes < 1) {
      throw new IllegalArgumentException("a bound below 1 lets nothing through");
    }
    if (answerOnEnd.isNegative() || stopWorkOnEnd.isNegative() || flushOnEnd.isNegative()) {
      throw new IllegalArgumentException("a wait is negative");
    }
  }

  /**
   * What applies unless configured in a JVM with this heap. In a small one the bounds are parts of
   * it: a line needs about five times its size while it is decoded.
   *
   * @param maxHeapBytes as {@link Runtime#maxMemory}
   */
  public static Limits forHeap(long maxHeapBytes) {
    long part = Math.max(1, maxHeapBytes / HEAP_PARTS);
    return DEFAULT
        .withLineBytes((int) Math.min(DEFAULT_LINE_BYTES, part))
        .withOpenRequests(DEFAULT_OPEN_REQUESTS, Math.min(DEFAULT_OPEN_REQUEST_BYTES, part))
        .withRunningRequests(
            Math.clamp(maxHeapBytes / RUNNING_REQUEST_BYTES, 1, DEFAULT_RUNNING_REQUESTS))
        .withOutboxBytes(Math.min(DEFAULT_OUTBOX_BYTES, part));
  }

  /** The same bounds with another longest line. */
  public Limits withLineBytes(int bytes) {
    return new Limits(
        bytes,
        maxOpenRequests,
        maxOpenRequestBytes,
        maxRunningRequests,
        maxOutboxBytes,
        answerOnEnd,
        stopWorkOnEnd,
        flushOnEnd);
  }

  /** The same bounds with other open requests. */
  public Limits withOpenRequests(int count, long bytes) {
    return new Limits(
        maxLineBytes,
        count,
        bytes,
        maxRunningRequests,
        maxOutboxBytes,
        answerOnEnd,
        stopWorkOnEnd,
        flushOnEnd);
  }

  /** The same bounds with other running requests. */
  public Limits withRunningRequests(int count) {
    return new Limits(
        maxLineBytes,
        maxOpenRequests,
        maxOpenRequestBytes,
        count,
        maxOutboxBytes,
        answerOnEnd,
        stopWorkOnEnd,
        flushOnEnd);
  }

  /** The same bounds with another outbox. */
  public Limits withOutboxBytes(long bytes) {
    return new Limits(
        maxLineBytes,
        maxOpenRequests,
        maxOpenRequestBytes,
        maxRunningRequests,
        bytes,
        answerOnEnd,
        stopWorkOnEnd,
        flushOnEnd);
  }

  /** The same bounds with other waits at the end. */
  public Limits withWaitsOnEnd(Duration answer, Duration stopWork, Duration flush) {
    return new Limits(
        maxLineBytes,
        maxOpenRequests,
        maxOpenRequestBytes,
        maxRunningRequests,
        maxOutboxBytes,
        answer,
        stopWork,
        flush);
  }
}
