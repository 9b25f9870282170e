package dev.heddle.server.store.memory;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.journal.Headers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread's records, what they add up to, and who writes them.
 *
 * <p>Until the first append it holds a header that is not stored; then it is invisible to all but
 * its writer.
 *
 * <p><b>Thread-safety:</b> thread-safe; its monitor guards everything and is held for moments only.
 */
final class MemoryJournal {
  private final NewThread header;
  private final ThreadFold fold;
  private final List<RolloutRecord> records = new ArrayList<>();
  private final List<RolloutRecord> pending = new ArrayList<>();
  private @Nullable InMemoryThreadStore writer;
  private boolean archived;
  private boolean deleted;
  private long nextOrdinal;

  MemoryJournal(NewThread header, InMemoryThreadStore writer) {
    this.header = header;
    this.writer = writer;
    this.fold = new ThreadFold(header.threadId());
  }

  String threadId() {
    return header.threadId();
  }

  HistoryMode historyMode() {
    return header.historyMode();
  }

  Supplier<@Nullable GitInfo> git() {
    return header.git();
  }

  synchronized boolean materialized() {
    return !records.isEmpty();
  }

  synchronized @Nullable InMemoryThreadStore writer() {
    return writer;
  }

  synchronized void lock(InMemoryThreadStore newWriter) {
    requireStored(true);
    if (archived) {
      throw ThreadStoreException.archived(threadId());
    }
    requireNoWriter();
    writer = newWriter;
  }

  /** Lets the writer go; answers whether anything remains of the thread. */
  synchronized boolean unlock() {
    writer = null;
    return materialized();
  }

  /**
   * Keeps records, after the header and pending changes when they are the first.
   *
   * @param git for the header; ignored later
   */
  synchronized void append(List<RolloutRecord> added, @Nullable GitInfo git) {
    if (!materialized()) {
      keep(header(git));
      pending.forEach(this::keep);
      pending.clear();
    }
    added.forEach(this::keep);
  }

  private void keep(RolloutRecord record) {
    boolean numbered =
        historyMode() == HistoryMode.PAGINATED && !record.type().startsWith("heddle_");
    RolloutRecord kept =
        new RolloutRecord(
            record.timestamp(),
            numbered ? nextOrdinal++ : RolloutRecord.NO_ORDINAL,
            record.type(),
            record.payload(),
            record.metadata());
    records.add(kept);
    fold.accept(kept);
  }

  private RolloutRecord header(@Nullable GitInfo git) {
    RolloutRecord plain = Headers.of(header, null);
    return git == null || git.isEmpty() ? plain : Headers.withGit(plain, git);
  }

  /** Changes metadata; empty when the change waits for the thread to be stored. */
  synchronized Optional<StoredThread> update(
      ThreadPatch patch, boolean includeArchived, InMemoryThreadStore by) {
    boolean known = materialized() || (by.equals(writer) && !deleted);
    if (!known) {
      throw ThreadStoreException.notFound(threadId());
    }
    JsonObject change = ThreadFold.payloadOf(patch);
    RolloutRecord record = Records.threadMetadata(Instant.now(), threadId(), change);
    if (!materialized()) {
      if (!change.isEmpty()) {
        pending.add(record);
      }
      return Optional.empty();
    }
    requireStored(includeArchived);
    if (!change.isEmpty()) {
      keep(record);
    }
    return Optional.of(thread());
  }

  synchronized StoredThread read(boolean includeArchived) {
    requireStored(includeArchived);
    return thread();
  }

  /** The records as they are now. */
  synchronized List<RolloutRecord> records(boolean includeArchived) {
    requireStored(includeArchived);
    return List.copyOf(records);
  }

  /** The thread for a list; empty when lists do not know it at all. */
  synchronized Optional<StoredThread> row() {
    return materialized() && !deleted ? Optional.of(thread()) : Optional.empty();
  }

  /** Whether a user has said something in it. */
  synchronized boolean listed() {
    return fold.listed();
  }

  synchronized void archive() {
    requireStored(false);
    requireNoWriter();
    archived = true;
  }

  synchronized StoredThread unarchive() {
    if (!materialized() || deleted || !archived) {
      throw ThreadStoreException.notArchived(threadId());
    }
    archived = false;
    return thread();
  }

  synchronized void delete() {
    requireStored(true);
    requireNoWriter();
    deleted = true;
  }

  private StoredThread thread() {
    return fold.toStoredThread(null, archived);
  }

  private void requireStored(boolean includeArchived) {
    if (!materialized() || deleted || (archived && !includeArchived)) {
      throw ThreadStoreException.notFound(threadId());
    }
  }

  private void requireNoWriter() {
    if (writer != null) {
      throw ThreadStoreException.activeWriter(threadId());
    }
  }
}
