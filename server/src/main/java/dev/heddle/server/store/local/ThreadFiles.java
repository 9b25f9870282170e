package dev.heddle.server.store.local;

import com.github.luben.zstd.ZstdInputStream;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.log.Log;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadPatch.Change;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.store.journal.Headers;
import dev.heddle.server.store.journal.JournalWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a thread's files as a whole: opened, archived and brought back, deleted, cut
 * back.
 *
 * <p>Each of these holds the thread's writer lock, against other processes, and one lock of the
 * store, so that no fork can come to refer to a file that is just being deleted.
 *
 * <p><b>Files:</b> a thread is where its newest segment is, and segments move oldest first, so a
 * crash between two moves leaves the thread where it was. New files appear under their name only
 * when they are whole.
 */
final class ThreadFiles {
  private static final Log LOG = Log.of(ThreadFiles.class);

  private final CodexHome home;
  private final FileTable files;
  private final NameIndex names;
  private final Catalogue catalogue;
  private final OpenThreads open;
  private final WriterLocks locks;
  private final WholeFiles whole;
  private final LocalQueues queues;
  private final LocalAttachments attachments;
  private final Clock clock;
  private final Object moving = new Object();

  ThreadFiles(
      CodexHome home,
      FileTable files,
      NameIndex names,
      Catalogue catalogue,
      OpenThreads open,
      WriterLocks locks,
      WholeFiles whole,
      LocalQueues queues,
      LocalAttachments attachments,
      Clock clock) {
    this.home = home;
    this.files = files;
    this.names = names;
    this.catalogue = catalogue;
    this.open = open;
    this.locks = locks;
    this.whole = whole;
    this.queues = queues;
    this.attachments = attachments;
    this.clock = clock;
  }

  /** Work on files that must stay where they are meanwhile. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  <T> T whileNothingMoves(Work<T> work) throws IOException {
    synchronized (moving) {
      return work.run();
    }
  }

  /** The files the thread's history runs through. */
  RolloutChain chain(ThreadRow row) throws IOException {
    return Moves.follow(() -> RolloutChain.resolve(current(row), catalogue::byKey));
  }

  /** The first header of the thread itself, whole: a revert's segments have later ones. */
  JsonObject header(ThreadRow row) throws IOException {
    return Moves.follow(() -> {
      RolloutChain.Part first =
          chain(row).parts().stream()
              .filter(part -> part.file().threadId().equals(row.id()))
              .findFirst()
              .orElseThrow();
      return SessionHead.isStandIn(first.meta())
          ? first.meta()
          : SessionHead.whole(first.file().path());
    });
  }

  /**
   * Opens the thread's log.
   *
   * @param evenArchived whether it may be archived; to change its metadata
   */
  JournalWriter open(ThreadRow row, boolean evenArchived) throws IOException {
    String id = row.id();
    refuseArchived(row, evenArchived);
    WriterLocks.WriterLock lock = locks.acquire(id);
    try {
      RolloutChain chain = chain(row);
      chain.requireHeader();
      refuseUnknownMode(id, chain.current().meta());
      RolloutFile file = current(row);
      if (file.compressed()) {
        decompress(file);
      }
      ThreadRow now = locked(id);
      refuseArchived(now, evenArchived);
      return open.resume(current(now), now, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The row under the writer's lock: who held it before may have changed all until just now. */
  private ThreadRow locked(String threadId) {
    ThreadRow row = catalogue.row(threadId);
    if (row == null) {
      throw ThreadStoreException.notFound(threadId);
    }
    return row;
  }

  private static void refuseArchived(ThreadRow row, boolean evenArchived) {
    if (row.thread().archived() && !evenArchived) {
      throw ThreadStoreException.archived(row.id());
    }
  }

  /** What a later version wrote in its own way is read as far as it goes, and left as it is. */
  private static void refuseUnknownMode(String threadId, JsonObject meta) {
    if (meta.get("history_mode") instanceof JsonPrimitive mode
        && Arrays.stream(HistoryMode.values())
            .noneMatch(known -> known.wireName().equals(mode.getAsString()))) {
      throw new ThreadStoreException(
          Kind.UNSUPPORTED, threadId, "writing history of mode `" + mode.getAsString() + "`", null);
    }
  }

  void archive(ThreadRow row) throws IOException {
    move(row, true);
  }

  void unarchive(ThreadRow row) throws IOException {
    move(row, false);
  }

  private void move(ThreadRow row, boolean toArchive) throws IOException {
    synchronized (moving) {
      try (WriterLocks.WriterLock lock = locks.acquire(row.id())) {
        Map<Path, Path> moves = new LinkedHashMap<>();
        for (RolloutFile file : files.ofThread(row.id())) {
          RolloutFile target = toArchive ? home.archived(file) : home.active(file);
          if (file.archived() != toArchive) {
            moves.put(file.path(), target.path());
          }
        }
        refuseOtherCopies(row.id(), moves);
        for (Map.Entry<Path, Path> each : moves.entrySet()) {
          whole.join(each.getKey(), each.getValue());
        }
      }
    }
  }

  /**
   * Copies of one file, as a sync or a backup leaves them, can become one if each has all of the
   * shorter ones.
   */
  private static void refuseOtherCopies(String threadId, Map<Path, Path> moves) throws IOException {
    for (Path target : Set.copyOf(moves.values())) {
      List<Path> copies = new ArrayList<>(moves.keySet());
      copies.removeIf(from -> !target.equals(moves.get(from)));
      if (Files.exists(target)) {
        copies.add(target);
      }
      Path longest = longest(copies);
      for (Path copy : copies) {
        if (!copy.equals(longest) && !begins(longest, copy)) {
          throw ThreadStoreException.conflict(
              threadId,
              "thread " + threadId + " is in two files that differ: " + copy + " and " + longest);
        }
      }
    }
  }

  private static Path longest(List<Path> files) throws IOException {
    Path longest = files.getFirst();
    for (Path file : files) {
      if (Files.size(file) > Files.size(longest)) {
        longest = file;
      }
    }
    return longest;
  }

  /** Whether the file begins with all that the shorter one has. */
  private static boolean begins(Path file, Path shorter) throws IOException {
    long differs = Files.mismatch(file, shorter);
    return differs < 0 || differs == Files.size(shorter);
  }

  /**
   * Deletes every file of the thread, newest segment last, with what waits for it and what was put
   * beside it, and forgets its name.
   *
   * @return what was deleted
   * @throws ThreadStoreException NOT_FOUND; CONFLICT, also when a file was moved meanwhile
   */
  List<RolloutFile> delete(String threadId) throws IOException {
    List<RolloutFile> found;
    synchronized (moving) {
      if (files.ofThread(threadId).isEmpty()) {
        throw ThreadStoreException.notFound(threadId);
      }
      try (WriterLocks.WriterLock lock = locks.acquire(threadId)) {
        found = files.ofThread(threadId);
        refuseWhileReferenced(threadId, found);
        queues.forget(threadId); // first: what a crash leaves is a thread, which can be deleted
        attachments.forget(threadId);
        for (RolloutFile file : found) {
          whole.delete(file.path());
        }
        if (!files.ofThread(threadId).isEmpty()) {
          throw ThreadStoreException.conflict(
              threadId, "thread " + threadId + " was moved while it was deleted");
        }
        forgetName(threadId);
      }
    }
    catalogue.row(threadId);
    return found;
  }

  /** The thread is gone: a names file that is locked or broken is no reason to say it is not. */
  private void forgetName(String threadId) {
    try {
      names.forget(threadId);
    } catch (IOException e) {
      LOG.warn("names.stays thread=" + threadId + " because " + e);
    }
  }

  /** Throws what {@link #delete} would throw because of forks. */
  void refuseWhileReferenced(String threadId) {
    try {
      refuseWhileReferenced(threadId, files.ofThread(threadId));
    } catch (IOException e) {
      throw StorageFailure.of(threadId, "the thread could not be looked at", home.root(), e);
    }
  }

  private void refuseWhileReferenced(String threadId, List<RolloutFile> found) {
    Set<String> keys = new HashSet<>();
    found.forEach(file -> keys.add(file.key()));
    boolean referenced =
        catalogue.referrers(keys).stream().anyMatch(id -> !id.equals(threadId))
            || open.all().stream()
                .filter(thread -> !thread.threadId().equals(threadId))
                .anyMatch(thread -> thread.baseKeys().stream().anyMatch(keys::contains));
    if (referenced) {
      throw ThreadStoreException.conflict(
          threadId, "cannot delete thread " + threadId + ": forked history still references it");
    }
    if (!files.unreadable().isEmpty()) {
      throw ThreadStoreException.conflict(
          threadId,
          "cannot delete thread "
              + threadId
              + ": forked history may reference it in a folder that cannot be read");
    }
  }

  /**
   * Begins a segment that refers to the history before the turn.
   *
   * @param indexed where the turn begins, asked under the lock; null to look for it
   * @param then the segment's first records
   */
  void revertBefore(
      ThreadRow row,
      String turnId,
      Supplier<@Nullable IndexedCut> indexed,
      List<RolloutRecord> then)
      throws IOException {
    String id = row.id();
    synchronized (moving) {
      if (row.thread().historyMode() != HistoryMode.PAGINATED) {
        throw ThreadStoreException.invalid(id, "thread/revert only supports paginated threads");
      }
      try (WriterLocks.WriterLock lock = locks.acquire(id)) {
        ThreadRow now = locked(id);
        refuseArchived(now, false);
        RolloutChain chain = chain(now);
        chain.requireHeader();
        IndexedCut found = indexed.get();
        Cut cut = found == null ? Cut.find(chain, new ForkPoint.BeforeTurn(turnId)) : found.cut();
        Instant at = clock.instant();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        JsonObject meta = SessionHead.whole(chain.current().file().path());
        RolloutRecord header = Headers.ofSegment(now.thread(), meta, cut.base(), at);
        lines.writeBytes(RolloutCodec.encode(header));
        lines.writeBytes(RolloutCodec.encode(everything(now.thread(), at)));
        long ordinal = header.ordinal();
        for (RolloutRecord record : then) {
          lines.writeBytes(RolloutCodec.encode(record.at(++ordinal)));
        }
        // The newest by its id, whatever the clock was when the last one was made.
        String last = chain.current().file().segmentId();
        String segmentId = last == null ? Uuid7.next() : Uuid7.after(last);
        RolloutFile segment = home.newSegment(id, segmentId, at);
        whole.write(segment.path(), lines::writeTo);
      }
    }
  }

  /** All of a thread's metadata: what was said of it in the part that is cut away, too. */
  private static RolloutRecord everything(StoredThread thread, Instant at) {
    GitInfo git = thread.git();
    ThreadPatch patch =
        new ThreadPatch(
            Change.to(thread.name()),
            Change.to(git == null ? null : git.sha()),
            Change.to(git == null ? null : git.branch()),
            Change.to(git == null ? null : git.originUrl()),
            Change.to(thread.memoryMode()),
            Change.to(thread.goal()),
            thread.readState().firstUnreadTurnId() == null ? true : null);
    return Records.threadMetadata(at, thread.id(), ThreadFold.payloadOf(patch));
  }

  private RolloutFile current(ThreadRow row) throws IOException {
    List<RolloutFile> found = files.ofThread(row.id());
    if (!found.isEmpty()) {
      return found.getLast();
    }
    OpenThread thread = open.get(row.id());
    if (thread == null) {
      throw ThreadStoreException.notFound(row.id());
    }
    return thread.file();
  }

  private void decompress(RolloutFile file) throws IOException {
    Path plain = Path.of(Threads.plainPath(file));
    whole.write(
        plain,
        out -> {
          try (InputStream in = new ZstdInputStream(Files.newInputStream(file.path()))) {
            in.transferTo(out);
          }
        });
    whole.delete(file.path());
  }
}
