package dev.heddle.server.store;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutRecord;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open journal of one loaded thread: the only way to append to it while it is open.
 *
 * <p><b>Thread-safety:</b> thread-safe; records are kept in the order of the {@link #append} calls.
 *
 * <p><b>Durability:</b> {@link #append} promises nothing by itself. When {@link #flush} returns,
 * everything appended before it has been handed to the operating system (forced, in strict mode).
 *
 * <p><b>Errors:</b> live first: {@link #append} never throws and never blocks. A failed write is
 * latched, retried in order, told to the {@link LogFailureListener} once per failure, and makes
 * {@link #flush} and {@link #close} throw its typed cause.
 */
public interface LiveLog extends AutoCloseable {
  String threadId();

  HistoryMode historyMode();

  /** Where the rollout is or will be, for stores with paths; null elsewhere. */
  @Nullable String rolloutPath();

  /** Whether anything of the thread is stored, so that it can be found by its id. */
  boolean materialized();

  /**
   * Queues records in order. The first append stores the thread's header and pending metadata
   * first. An empty list is a no-op. After {@link #close} records are dropped and counted, and
   * flushes fail.
   */
  void append(List<RolloutRecord> records);

  /**
   * Waits until everything appended so far is stored.
   *
   * @throws ThreadStoreException the latched failure, when it is not
   */
  void flush();

  /**
   * Waits until everything appended so far is stored, but no longer than this, and not at all while
   * writes fail.
   *
   * @return whether it is
   */
  boolean flush(Duration patience);

  /** Whether nothing may be acknowledged that is not forced to the device. */
  boolean strict();

  /**
   * Asks whether a new turn may begin. What belongs to work that has begun is taken in any case.
   *
   * @throws ThreadStoreException when too much waits to be stored already; in strict mode also when
   *     what was appended before still cannot be stored
   */
  void admit();

  /**
   * Who is told when a write fails; replaces an earlier one. Called on the writer thread, and at
   * once on the caller's when the last write failed.
   */
  void onFailure(LogFailureListener listener);

  /**
   * Flushes, releases the writer lock and ends the log. A second call does nothing.
   *
   * @throws ThreadStoreException when not everything could be stored; the lock is released anyway
   */
  @Override
  void close();
}
