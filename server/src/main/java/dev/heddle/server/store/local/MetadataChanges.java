package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.journal.Headers;
import dev.heddle.server.store.journal.JournalWriter;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Changes of a thread's metadata: a record in its journal, through its open log or under a short
 * writer lock, and beside it what Codex looks for. A name also goes to the names file; in a legacy
 * rollout git and memory mode also make a fresh header.
 */
final class MetadataChanges {
  private final NameIndex names;
  private final Catalogue catalogue;
  private final OpenThreads open;
  private final ThreadFiles threadFiles;
  private final Clock clock;

  MetadataChanges(
      NameIndex names,
      Catalogue catalogue,
      OpenThreads open,
      ThreadFiles threadFiles,
      Clock clock) {
    this.names = names;
    this.catalogue = catalogue;
    this.open = open;
    this.threadFiles = threadFiles;
    this.clock = clock;
  }

  Optional<StoredThread> update(String threadId, ThreadPatch patch, boolean includeArchived)
      throws IOException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    for (OpenThread thread = open.get(threadId); thread != null; thread = open.get(threadId)) {
      try {
        return updateOpen(thread.log(), patch, now);
      } catch (ThreadStoreException e) {
        if (!thread.log().awaitClosed()) {
          throw e;
        }
        // It closed meanwhile: the change is stored as that of a thread that is not open.
      }
    }
    ThreadRow row = catalogue.row(threadId);
    if (row == null || (row.thread().archived() && !includeArchived)) {
      throw ThreadStoreException.notFound(threadId);
    }
    try (JournalWriter log = threadFiles.open(row, true)) {
      append(log, patch, now);
    } catch (ThreadStoreException e) {
      // Another process writes the thread. Its name can be changed all the same: as Codex does it.
      if (e.kind() != Kind.CONFLICT || !isRename(patch)) {
        throw e;
      }
      names.put(threadId, String.valueOf(patch.name().value()), now);
    }
    return Optional.of(stored(threadId));
  }

  private Optional<StoredThread> updateOpen(JournalWriter log, ThreadPatch patch, Instant now)
      throws IOException {
    if (!append(log, patch, now)) {
      return Optional.empty();
    }
    return Optional.of(stored(log.threadId()));
  }

  /** Appends the change and waits for it; false when the thread is not stored yet. */
  private boolean append(JournalWriter log, ThreadPatch patch, Instant now) throws IOException {
    String threadId = log.threadId();
    JsonObject change = ThreadFold.payloadOf(patch);
    if (change.isEmpty()) {
      return log.materialized();
    }
    RolloutRecord record = Records.threadMetadata(now, threadId, change);
    if (!log.appendMetadata(List.of(record))) {
      return false;
    }
    log.flush();
    if (patch.name().present() && patch.name().value() != null) {
      names.put(threadId, patch.name().value(), now);
    }
    if (log.historyMode() == HistoryMode.LEGACY && touchesHeader(patch)) {
      ThreadRow known = open.row(threadId);
      ThreadRow row = known == null ? catalogue.row(threadId) : known;
      if (row != null) {
        StoredThread thread = row.thread();
        log.append(List.of(Headers.refreshed(SessionHead.whole(row.mark().path()), thread, now)));
        log.flush();
      }
    }
    return true;
  }

  private StoredThread stored(String threadId) {
    ThreadRow row = catalogue.row(threadId);
    if (row == null) {
      throw ThreadStoreException.notFound(threadId);
    }
    return row.thread();
  }

  private static boolean isRename(ThreadPatch patch) {
    return patch.name().present()
        && patch.name().value() != null
        && patch.equals(ThreadPatch.rename(patch.name().value()));
  }

  private static boolean touchesHeader(ThreadPatch patch) {
    return patch.gitSha().present()
        || patch.gitBranch().present()
        || patch.gitOriginUrl().present()
        || patch.memoryMode().present();
  }
}
