package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Where things are in a home directory.
 *
 * <p><b>Files:</b>
 *
 * <pre>
 * sessions/2026/01/31/rollout-2026-01-31T10-20-30-&lt;thread&gt;.jsonl
 * sessions/2026/02/01/rollout-2026-02-01T08-00-00-&lt;thread&gt;_&lt;segment&gt;.jsonl   after a revert
 * archived_sessions/rollout-….jsonl
 * session_index.jsonl  session_index.jsonl.lock                                names
 * thread-writer-locks/&lt;thread&gt;.lock  thread-writer-locks/.coordination.lock
 * heddle/index.sqlite  heddle/search.sqlite                                    ours, rebuildable
 * heddle/sections.json  heddle/sections.lock                                   ours, the only record
 * heddle/projects.json  heddle/projects.lock                                   ours, the only record
 * heddle/tmp/rollout-….jsonl.tmp                                               ours, being written
 * heddle/blobs/&lt;two digits&gt;/&lt;sha256&gt;  heddle/blobs.lock                        ours, strings of lines
 * heddle/queue/&lt;thread&gt;/&lt;order&gt;-&lt;id&gt;.json  heddle/queue/&lt;thread&gt;.lock           ours, messages that wait
 * heddle/attachments/&lt;thread&gt;/&lt;id&gt;-&lt;hash&gt;.json                            ours, the only record
 * heddle/attachments/&lt;thread&gt;.lock  heddle/attachments/owners/&lt;hash&gt;/&lt;thread&gt;
 * heddle/patches/&lt;id&gt;.json                                                   ours, being applied
 * </pre>
 *
 * <p>Nothing is created until it is written to. Directories are created 0700 and files 0600 where
 * the file system knows permissions.
 *
 * @param root absolute directory
 * @param zone whose local time names files; asked when a file is named, since to look up a zone
 *     takes a start 5 ms
 */
record CodexHome(Path root, Supplier<ZoneId> zone) {
  static final String SESSIONS = "sessions";
  static final String ARCHIVED_SESSIONS = "archived_sessions";

  /** Where the blobs are, beside the sessions. */
  static final String BLOBS = "heddle/blobs";

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final FileAttribute<?>[] PRIVATE_DIRECTORY = attributes("rwx------");
  private static final FileAttribute<?>[] PRIVATE_FILE = attributes("rw-------");

  CodexHome {
    root = root.toAbsolutePath().normalize();
  }

  CodexHome(Path root, ZoneId zone) {
    this(root, () -> zone);
  }

  /** A home whose files are named by this machine's local time, as Codex does. */
  static CodexHome of(Path root) {
    return new CodexHome(root, ZoneId::systemDefault);
  }

  Path sessions() {
    return root.resolve(SESSIONS);
  }

  Path archivedSessions() {
    return root.resolve(ARCHIVED_SESSIONS);
  }

  Path sessionIndex() {
    return root.resolve("session_index.jsonl");
  }

  Path sessionIndexLock() {
    return root.resolve("session_index.jsonl.lock");
  }

  Path writerLocks() {
    return root.resolve("thread-writer-locks");
  }

  /** Where files are written that are to replace others. */
  Path temporary() {
    return root.resolve("heddle").resolve("tmp");
  }

  Path stateIndex() {
    return root.resolve("heddle").resolve("index.sqlite");
  }

  Path searchIndex() {
    return root.resolve("heddle").resolve("search.sqlite");
  }

  /** The groups that users sort threads into, and who is in them. */
  Path sectionsFile() {
    return root.resolve("heddle").resolve("sections.json");
  }

  /** Held by who changes {@link #sectionsFile}. */
  Path sectionsLock() {
    return root.resolve("heddle").resolve("sections.lock");
  }

  /** The projects, and which thread belongs to which. */
  Path projectsFile() {
    return root.resolve("heddle").resolve("projects.json");
  }

  /** Held by who changes {@link #projectsFile}. */
  Path projectsLock() {
    return root.resolve("heddle").resolve("projects.lock");
  }

  /** Where turns and items are in the rollouts. */
  Path historyIndex() {
    return root.resolve("heddle").resolve("history.sqlite");
  }

  /** Where large strings are that lines only name. */
  Path blobs() {
    return root.resolve(BLOBS);
  }

  /** Held shared by who writes blobs, alone by who removes some. */
  Path blobsLock() {
    return root.resolve(BLOBS + ".lock");
  }

  /** Where the messages are that wait for their threads. */
  Path queues() {
    return root.resolve("heddle").resolve("queue");
  }

  /** Held by who changes the thread's queue. */
  Path queueLock(String threadId) {
    return queues().resolve(threadId + ".lock");
  }

  /** Where the things are that clients have put beside threads. */
  Path attachments() {
    return root.resolve("heddle").resolve("attachments");
  }

  /** Held by who changes the thread's attachments. */
  Path attachmentsLock(String threadId) {
    return attachments().resolve(threadId + ".lock");
  }

  /** Which threads have an attachment, by its identity. */
  Path attachmentOwners() {
    return attachments().resolve("owners");
  }

  /** Where the first file of a thread started at {@code createdAt} goes. */
  RolloutFile newRollout(String threadId, Instant createdAt) {
    return inDay(RolloutFile.name(localTime(createdAt), threadId, null));
  }

  /** Where a revert at {@code at} puts the thread's next segment. */
  RolloutFile newSegment(String threadId, String segmentId, Instant at) {
    return inDay(RolloutFile.name(localTime(at), threadId, segmentId));
  }

  /** The file's place when it is not archived. */
  RolloutFile active(RolloutFile file) {
    return inDay(file.path().getFileName().toString());
  }

  /** The file's place when it is archived. */
  RolloutFile archived(RolloutFile file) {
    return RolloutFile.require(archivedSessions().resolve(file.path().getFileName()), true);
  }

  private RolloutFile inDay(String name) {
    RolloutFile bare = RolloutFile.require(Path.of(name), false);
    Path day = sessions().resolve(bare.day().toString().replace('-', '/'));
    return RolloutFile.require(day.resolve(name), false);
  }

  /** In seconds, counted as that of UTC is. */
  private long localTime(Instant at) {
    return at.getEpochSecond() + zone.get().getRules().getOffset(at).getTotalSeconds();
  }

  /** Creates the directory and its parents, private, where missing. */
  static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(directory, PRIVATE_DIRECTORY);
  }

  /** Creates the directory the file is in, private, where missing. */
  static void createParent(Path file) throws IOException {
    createDirectories(parent(file));
  }

  /** The directory the file is in; every file of a home is in one. */
  static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent(), "parent");
  }

  /** Creates an empty private file unless there is one. */
  static void createFile(Path file) throws IOException {
    try {
      Files.createFile(file, PRIVATE_FILE);
    } catch (FileAlreadyExistsException e) {
      // Somebody else's, or ours from before: either way it is there.
    }
  }

  /** What a new private file is created with; empty where permissions are unknown. */
  static FileAttribute<?>[] privateFile() {
    return PRIVATE_FILE.clone();
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
