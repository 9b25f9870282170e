package dev.heddle.server.store.memory;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.LogFailureListener;
import dev.heddle.server.store.ThreadStoreException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open log of a {@link MemoryJournal}.
 *
 * <p><b>Thread-safety:</b> thread-safe; its monitor orders appends and the close.
 *
 * <p><b>Errors:</b> none: memory takes every record. The first append waits for the thread's git
 * supplier, since nothing runs here that could ask it aside.
 */
final class MemoryLog implements LiveLog {
  private final InMemoryThreadStore store;
  private final MemoryJournal journal;
  private boolean closed;
  private boolean dropped;

  MemoryLog(InMemoryThreadStore store, MemoryJournal journal) {
    this.store = store;
    this.journal = journal;
  }

  @Override
  public String threadId() {
    return journal.threadId();
  }

  @Override
  public HistoryMode historyMode() {
    return journal.historyMode();
  }

  @Override
  public @Nullable String rolloutPath() {
    return null;
  }

  @Override
  public boolean materialized() {
    return journal.materialized();
  }

  @Override
  public synchronized void append(List<RolloutRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    store.count(StoreOperation.APPEND);
    if (closed) {
      store.dropped(records.size());
      dropped = true;
      return;
    }
    journal.append(records, journal.materialized() ? null : askGit());
  }

  private @Nullable GitInfo askGit() {
    try {
      return journal.git().get();
    } catch (RuntimeException e) {
      return null; // a thread outside a repository, as far as anybody can tell
    }
  }

  @Override
  public synchronized void flush() {
    store.count(StoreOperation.FLUSH);
    if (dropped) {
      throw ThreadStoreException.conflict(threadId(), "the log is closed");
    }
  }

  @Override
  public synchronized boolean flush(Duration patience) {
    return !dropped;
  }

  @Override
  public boolean strict() {
    return false;
  }

  @Override
  public void admit() {
    // Memory takes every record: nothing waits.
  }

  @Override
  public void onFailure(LogFailureListener listener) {
    // Memory takes every record: there is nothing to tell.
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      store.count(StoreOperation.CLOSE_LOG);
      store.closed(this, journal);
    }
  }
}
