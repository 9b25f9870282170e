package dev.heddle.server.store.local;

import com.google.gson.JsonElement;
import dev.heddle.server.log.Log;
import dev.heddle.server.store.AttachmentIdentity;
import dev.heddle.server.store.KeyedLocks;
import dev.heddle.server.store.StoredAttachment;
import dev.heddle.server.store.ThreadAttachments;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.store.format.AttachmentFormat;
import dev.heddle.server.store.format.DamagedFormatException;
import dev.heddle.server.store.local.JournalCheck.Finding;
import dev.heddle.server.store.local.JournalCheck.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Attachments as small files, one each, and a mark for each by which its thread is found.
 *
 * <p><b>Thread-safety:</b> thread-safe. Who changes the attachments of a thread holds its lock, in
 * this process and, through {@code heddle/attachments/<thread>.lock}, in all. Looking needs none: a
 * file is there whole or not at all.
 *
 * <p><b>Errors:</b> what cannot be understood is never written over, and refused to who asks for
 * it. It can be removed, since a file's name says which attachment it is.
 *
 * <p><b>Files:</b> {@code heddle/attachments/<thread>/<id>-<hash of the identity>.json} is the only
 * record of an attachment; {@code heddle/attachments/owners/<hash>/<thread>} is empty. A mark is
 * made before the file and removed after it, so none is missing, whatever crashes, and one counts
 * only while there is such a file. The lock's file stays as long as the thread, as that of a queue.
 */
final class LocalAttachments implements ThreadAttachments {
  private static final Log LOG = Log.of(LocalAttachments.class);
  private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
  private static final Pattern THREAD = Pattern.compile(ID);
  private static final Pattern NAME = Pattern.compile("(" + ID + ")-([0-9a-f]{64})\\.json");
  private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

  /** How often a mark is tried again whose folder somebody else removed as an empty one. */
  private static final int MARK_TRIES = 10;

  private final CodexHome home;
  private final LogIo io;
  private final WholeFiles whole;
  private final KeyedLocks locks = new KeyedLocks();

  LocalAttachments(CodexHome home, LogIo io, WholeFiles whole) {
    this.home = home;
    this.io = io;
    this.whole = whole;
  }

  /**
   * An attachment by the name of its file.
   *
   * @param hash of its identity
   */
  private record Entry(Path path, String id, String hash) {
    long createdAtSeconds() {
      Long madeAt = Uuid7.madeAt(id);
      return madeAt == null ? 0 : Math.floorDiv(madeAt, 1000);
    }
  }

  @Override
  public Page list(String threadId, @Nullable Place after, int limit) {
    return io(
        threadId,
        () -> {
          List<StoredAttachment> page = new ArrayList<>();
          long bytes = 0;
          for (Entry entry : entries(threadId)) {
            if (after != null && !after.isBefore(entry.id(), entry.createdAtSeconds())) {
              continue;
            }
            if (page.size() == limit || bytes >= PAGE_BYTES) {
              return new Page(page, true);
            }
            byte[] contents = contents(entry);
            if (contents != null) {
              page.add(decode(threadId, entry, contents));
              bytes += ThreadAttachments.memoryOf(new String(contents, StandardCharsets.UTF_8));
            }
          }
          return new Page(page, false);
        });
  }

  @Override
  public Added add(String threadId, AttachmentIdentity identity, JsonElement payload) {
    return locked(
        threadId,
        () -> {
          List<Entry> entries = entries(threadId);
          Entry present = find(entries, AttachmentFormat.hash(identity));
          byte[] contents = present == null ? null : contents(present);
          if (present != null && contents != null) {
            return new Added(decode(threadId, present, contents), false);
          }
          if (entries.size() >= MAX_OF_THREAD) {
            throw ThreadStoreException.invalid(
                threadId, "thread attachment identity count exceeds " + MAX_OF_THREAD);
          }
          // Behind the others whatever the clock was, so that no page misses it.
          String id = entries.isEmpty() ? Uuid7.next() : Uuid7.after(entries.getLast().id());
          StoredAttachment made = new StoredAttachment(id, identity, payload);
          write(threadId, made);
          return new Added(made, true);
        });
  }

  @Override
  public @Nullable String remove(String threadId, AttachmentIdentity identity) {
    if (!Files.isDirectory(directory(threadId))) {
      return null; // and looking creates nothing
    }
    return locked(
            threadId,
            () -> {
              Entry found = find(entries(threadId), AttachmentFormat.hash(identity));
              if (found == null) {
                return Optional.<String>empty();
              }
              delete(threadId, found);
              removeIfEmpty(directory(threadId));
              return Optional.of(found.id());
            })
        .orElse(null);
  }

  @Override
  public Owners owners(AttachmentIdentity identity, @Nullable String after, int limit) {
    return io(
        null,
        () -> {
          String hash = AttachmentFormat.hash(identity);
          TreeSet<String> first = new TreeSet<>();
          for (Path mark : listed(owners(hash))) {
            String threadId = String.valueOf(mark.getFileName());
            if (THREAD.matcher(threadId).matches()
                && (after == null || threadId.compareTo(after) > 0)) {
              first.add(threadId);
              if (first.size() > limit + 1) {
                String unused = first.pollLast();
              }
            }
          }
          String next = null;
          if (first.size() > limit) {
            String unused = first.pollLast();
            next = first.last();
          }
          List<String> owners = new ArrayList<>();
          for (String threadId : first) {
            if (find(entries(threadId), hash) != null) {
              owners.add(threadId);
            }
          }
          return new Owners(owners, next);
        });
  }

  @Override
  public void copy(String fromThreadId, String toThreadId) {
    if (!Files.isDirectory(directory(fromThreadId))) {
      return;
    }
    locked(
        toThreadId,
        () -> {
          for (Entry entry : entries(fromThreadId)) {
            byte[] contents = contents(entry);
            if (contents != null) {
              copy(fromThreadId, toThreadId, entry, contents);
            }
          }
          return true;
        });
  }

  private void copy(String fromThreadId, String toThreadId, Entry entry, byte[] contents)
      throws IOException {
    StoredAttachment source;
    try {
      source = decode(fromThreadId, entry, contents);
    } catch (ThreadStoreException e) {
      LOG.warn("attachment.not_copied path=" + entry.path() + " because " + e.message());
      return;
    }
    write(toThreadId, new StoredAttachment(Uuid7.next(), source.identity(), source.payload()));
  }

  @Override
  public void forget(String threadId) {
    if (!Files.exists(home.attachmentsLock(threadId)) && !Files.isDirectory(directory(threadId))) {
      return; // it never had any
    }
    locked(
        threadId,
        () -> {
          for (Entry entry : entries(threadId)) {
            delete(threadId, entry);
          }
          for (Path stranger : listed(directory(threadId))) {
            io.delete(stranger);
          }
          removeIfEmpty(directory(threadId));
          whole.delete(home.attachmentsLock(threadId));
          return true;
        });
  }

  /** The mark is on the device before the file is, so that no owner is ever missing. */
  private void write(String threadId, StoredAttachment attachment) throws IOException {
    boolean first = !Files.isDirectory(directory(threadId));
    String hash = AttachmentFormat.hash(attachment.identity());
    mark(owners(hash), threadId);
    byte[] bytes = AttachmentFormat.encode(attachment);
    Path path = directory(threadId).resolve(attachment.id() + "-" + hash + ".json");
    whole.writeShared(path, out -> out.write(bytes));
    if (first) { // what was made for the lock
      io.forceDirectory(CodexHome.parent(home.attachments()));
      io.forceDirectory(home.root());
    }
  }

  private void mark(Path owners, String threadId) throws IOException {
    for (int tries = 1; !Files.exists(owners.resolve(threadId)); tries++) {
      boolean first = !Files.isDirectory(owners);
      try {
        io.open(owners.resolve(threadId)).close();
        io.forceDirectory(owners);
        if (first) {
          io.forceDirectory(home.attachmentOwners());
          io.forceDirectory(home.attachments());
        }
      } catch (NoSuchFileException e) {
        if (tries == MARK_TRIES) {
          throw e;
        }
      }
    }
  }

  /** What is wrong with the thread's attachments; what cannot be read at all among it. */
  List<Finding> findings(String threadId) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (Entry entry : entries(threadId)) {
      try {
        byte[] contents = contents(entry);
        if (contents == null) {
          continue;
        }
        StoredAttachment unused = decode(threadId, entry, contents);
        if (!Files.exists(owners(entry.hash()).resolve(threadId))) {
          findings.add(finding(Problem.UNMARKED_ATTACHMENT, entry, "no list of owners has it"));
        }
      } catch (ThreadStoreException e) {
        findings.add(finding(Problem.DAMAGED_ATTACHMENT, entry, ""));
      } catch (IOException e) {
        findings.add(finding(Problem.UNREADABLE_FILE, entry, String.valueOf(e.getMessage())));
      }
    }
    return findings;
  }

  private static Finding finding(Problem problem, Entry entry, String detail) {
    return new Finding(problem, entry.path(), 0, 0, 0, detail, null);
  }

  /** Makes the mark of a file whose mark is missing. */
  void markAgain(String threadId, Path file) throws IOException {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    if (name.matches()) {
      mark(owners(name.group(2)), threadId);
    }
  }

  private void delete(String threadId, Entry entry) throws IOException {
    whole.delete(entry.path());
    Path mark = owners(entry.hash()).resolve(threadId);
    if (Files.exists(mark)) {
      io.delete(mark); // one that comes back counts for nothing
      removeIfEmpty(owners(entry.hash()));
    }
  }

  /** Whether an empty folder is gone after a crash does not matter. */
  private void removeIfEmpty(Path directory) {
    try {
      io.delete(directory);
    } catch (IOException e) {
      LOG.debug(() -> "a folder stays: " + e); // there is something in it
    }
  }

  private static StoredAttachment decode(String threadId, Entry entry, byte[] contents) {
    try {
      return AttachmentFormat.decode(entry.id(), entry.hash(), contents);
    } catch (DamagedFormatException e) {
      throw damaged(threadId, entry, e);
    }
  }

  private static ThreadStoreException damaged(
      String threadId, Entry entry, @Nullable Throwable cause) {
    return new ThreadStoreException(
        Kind.CORRUPT,
        threadId,
        "an attachment is damaged (heddle/attachments/"
            + threadId
            + "/"
            + entry.path().getFileName()
            + ")",
        cause);
  }

  /** The file's bytes; null when somebody has removed it just now. */
  private static byte @Nullable [] contents(Entry entry) throws IOException {
    try {
      return Files.readAllBytes(entry.path());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** The thread's attachments, oldest first. */
  private List<Entry> entries(String threadId) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path file : listed(directory(threadId))) {
      Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
      if (name.matches() && Uuid7.madeAt(name.group(1)) != null) {
        entries.add(new Entry(file, name.group(1), name.group(2)));
      }
    }
    entries.sort(Comparator.comparing(Entry::id)); // which begins with the time
    return entries;
  }

  /** What is in a folder, which need not be there. */
  private static List<Path> listed(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(files::add);
    } catch (NoSuchFileException e) {
      return files;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  private static @Nullable Entry find(List<Entry> entries, String hash) {
    return entries.stream().filter(entry -> entry.hash().equals(hash)).findFirst().orElse(null);
  }

  private Path directory(String threadId) {
    return home.attachments().resolve(threadId);
  }

  private Path owners(String hash) {
    return home.attachmentOwners().resolve(hash);
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T locked(String threadId, Step<T> step) {
    return io(
        threadId,
        () -> {
          CodexHome.createParent(home.attachmentsLock(threadId));
          try (KeyedLocks.Held mine = locks.hold(threadId);
              Flock.@Nullable Held held = Flock.await(home.attachmentsLock(threadId), LOCK_WAIT)) {
            if (held == null) {
              throw new ThreadStoreException(
                  Kind.LOCKED,
                  threadId,
                  "the attachments are being changed by another process",
                  null);
            }
            return step.run();
          }
        });
  }

  private <T> T io(@Nullable String threadId, Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      throw StorageFailure.of(threadId, "the attachments could not be used", home.attachments(), e);
    }
  }
}
