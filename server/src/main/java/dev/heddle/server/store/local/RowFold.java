package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadFold;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ThreadFold} that also keeps what this store needs of a thread: which files its history
 * refers to, and when its journal last named it. Starts empty, or goes on behind a row.
 *
 * <p><b>Thread-safety:</b> for one thread.
 */
final class RowFold {
  /** Files up to here are read in no time, and their rows are written often: they stay small. */
  static final long LONG_FILE_BYTES = 4 << 20;

  private final String threadId;
  private final List<String> baseKeys;
  private final ThreadFold facts;
  private @Nullable Instant namedAt;

  /** Null when nobody knows what was before. */
  private @Nullable ContextFacts context;

  private final boolean fromStart;

  /** Starts with nothing. */
  RowFold(String threadId, List<String> baseKeys) {
    this.threadId = threadId;
    this.baseKeys = baseKeys;
    this.facts = new ThreadFold(threadId);
    this.context = new ContextFacts();
    this.fromStart = true;
  }

  /** Starts with what the thread inherits. */
  RowFold(String threadId, List<String> baseKeys, ThreadFold inherited) {
    this.threadId = threadId;
    this.baseKeys = baseKeys;
    this.facts = inherited;
    this.fromStart = false;
  }

  /** Goes on behind what {@code row} covers. */
  RowFold(ThreadRow row) {
    this.threadId = row.id();
    this.baseKeys = row.baseKeys();
    this.facts = ThreadFold.restore(row.id(), row.state());
    this.namedAt = row.journalNamedAt();
    this.context = row.context() == null ? null : ContextFacts.restore(row.context());
    this.fromStart = false;
  }

  List<String> baseKeys() {
    return baseKeys;
  }

  void accept(RolloutRecord record) {
    facts.accept(record);
    if (ContextFacts.isRollback(record) && !fromStart) {
      context = null; // what it takes back, only a fold from the start knows
    } else if (context != null) {
      context.accept(record);
    }
    JsonObject payload = record.payload();
    boolean names =
        switch (record.type()) {
          case RecordTypes.THREAD_METADATA -> payload.has("name");
          case RecordTypes.SESSION_META ->
              payload.has("heddle_name") && SessionHead.id(payload).equals(threadId);
          default -> false;
        };
    if (names) {
      namedAt = record.timestamp();
    }
  }

  /** The row as of the records so far. */
  ThreadRow row(RolloutFile file, Mark mark) {
    StoredThread thread = facts.toStoredThread(Threads.plainPath(file), file.archived());
    return new ThreadRow(
        thread,
        facts.state(),
        thread.name(),
        namedAt,
        facts.listed(),
        baseKeys,
        context == null || mark.covered() < LONG_FILE_BYTES ? null : context.state(),
        mark);
  }
}
