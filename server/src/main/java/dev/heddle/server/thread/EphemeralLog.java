package dev.heddle.server.thread;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.LogFailureListener;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log of a thread that is never stored: accepts everything and keeps nothing.
 *
 * <p><b>Thread-safety:</b> thread-safe; immutable.
 */
public record EphemeralLog(String threadId, HistoryMode historyMode) implements LiveLog {
  @Override
  public @Nullable String rolloutPath() {
    return null;
  }

  @Override
  public boolean materialized() {
    return false;
  }

  @Override
  public void append(List<RolloutRecord> records) {
    // Nothing is kept: the thread's folds hold what its turns need.
  }

  @Override
  public void flush() {
    // Nothing to wait for.
  }

  @Override
  public boolean flush(Duration patience) {
    return true;
  }

  @Override
  public boolean strict() {
    return false;
  }

  @Override
  public void admit() {
    // Nothing waits.
  }

  @Override
  public void onFailure(LogFailureListener listener) {
    // Nothing can fail.
  }

  @Override
  public void close() {
    // Nothing to release.
  }
}
