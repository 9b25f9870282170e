package dev.heddle.server.store.local;

import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A look at every byte of a home: which journals are sound, whether the index agrees with them, and
 * whether the sections, projects and attachments can be read.
 *
 * <p>Looking changes nothing. Repairing blanks lines that are no records, after the whole file was
 * copied: what follows keeps its place in the file, because forks refer to places. What a header
 * got wrong cannot be repaired. The index is made to agree by a store that opens on it. Blobs that
 * no line names any more are removed, unless some line could not be read, which might name them.
 *
 * <p><b>Thread-safety:</b> for one thread; servers may use the home meanwhile, and a thread that
 * one of them writes is not repaired.
 *
 * <p><b>Files:</b> copies, and what was set aside, go to {@code heddle/fsck-<time>/}, under their
 * names.
 */
public final class JournalCheck {
  private static final int BLANK_BYTES = 1 << 16;

  private final CodexHome home;
  private final FileTable files;
  private final Projection projection;
  private final WriterLocks locks;
  private final Path copies;
  private final Map<BlobName, BlobArea.State> blobs = new HashMap<>();
  private boolean allRead = true;

  /** A look at this home. */
  public JournalCheck(Path home) {
    this.home = CodexHome.of(home);
    this.files = FileTable.unwatched(this.home);
    this.projection = new Projection(this::byKey);
    this.locks = new WriterLocks(this.home.writerLocks());
    this.copies =
        this.home.root().resolve("heddle").resolve("fsck-" + Instant.now().toEpochMilli());
  }

  /** What can be wrong with a thread. */
  public enum Problem {
    /** A file without a header, or an empty one. */
    NO_HEADER(true),
    /** A header of another thread than the name says. */
    WRONG_IDENTITY(true),
    /** A line that is no record. */
    UNREADABLE_LINE(true),
    /** A last line that was broken off. */
    TORN_TAIL(true),
    /** A history whose base is missing or is not what the reference says. */
    BROKEN_BASE(true),
    /** A line whose text is lost in part: a blob it names is not there. */
    MISSING_BLOB(true),
    /** The same: a blob that it names has other contents. */
    DAMAGED_BLOB(true),
    /** A file that cannot be read at all. */
    UNREADABLE_FILE(true),
    /** Sections that no server can read, of no thread. */
    DAMAGED_SECTIONS(true),
    /** An attachment that no server can read. */
    DAMAGED_ATTACHMENT(true),
    /** An attachment by which its thread is not found; a repair lets it be found again. */
    UNMARKED_ATTACHMENT(false),
    /** Projects that no server can read, of no thread. */
    DAMAGED_PROJECTS(true),
    /** No row in the index: it is made when somebody asks for the thread. */
    NOT_INDEXED(false),
    /** A row that names another file. */
    INDEX_STALE_PATH(false),
    /** A row of a part of the file. */
    INDEX_BEHIND(false),
    /** A row of more than the file has, or of other bytes. */
    INDEX_AHEAD(false),
    /** A row that says something else than the journal. */
    INDEX_DIFFERS(false);

    private final boolean damage;

    Problem(boolean damage) {
      this.damage = damage;
    }

    /** Whether the journal is damaged; what only the index has wrong heals by itself. */
    public boolean isDamage() {
      return damage;
    }

    /** Its name for people and programs: {@code torn-tail}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One problem.
   *
   * @param file where
   * @param line number of the line, from 1; 0 when it is about no line
   * @param offset of that line in the file
   * @param bytes its length, with its line feed
   * @param detail for people; may be empty
   * @param copy where the file was copied to before this was repaired, or null when it was not
   */
  public record Finding(
      Problem problem,
      Path file,
      long line,
      long offset,
      long bytes,
      String detail,
      @Nullable Path copy) {
    Finding repaired(Path newCopy) {
      return new Finding(problem, file, line, offset, bytes, detail, newCopy);
    }

    /** Whether something is damaged, and was not repaired. */
    public boolean isDamage() {
      return problem.isDamage() && copy == null;
    }
  }

  /** A thread and what is wrong with it; nothing, if it is sound. */
  public record Verdict(String threadId, List<Finding> findings) {
    /** Whether its journal is damaged, and was not repaired. */
    public boolean isDamaged() {
      return findings.stream().anyMatch(Finding::isDamage);
    }
  }

  /**
   * Looks at every thread, oldest first.
   *
   * @param repair whether to repair what can be
   * @return blobs that no line of any thread names
   */
  public UnusedBlobs run(boolean repair, Consumer<Verdict> sink) throws IOException {
    Instant began = Instant.now();
    files.look();
    if (!files.unreadable().isEmpty()) {
      throw new IOException("these cannot be read: " + files.unreadable());
    }
    List<List<RolloutFile>> threads = files.newestFirst().reversed();
    try (IndexFile index = IndexFile.forLooking(home.stateIndex(), IndexRows.MIGRATIONS)) {
      IndexRows rows = new IndexRows(index);
      for (List<RolloutFile> segments : threads) {
        sink.accept(look(segments, rows, repair));
      }
    }
    if (repair && !threads.isEmpty()) {
      agree();
    }
    if (!allRead) {
      return UnusedBlobs.NONE;
    }
    Set<String> named = blobs.keySet().stream().map(BlobName::sha256).collect(Collectors.toSet());
    return new BlobSweep(home).run(named, began, repair);
  }

  /**
   * Looks at the sections, which are of no thread.
   *
   * @param repair whether to set a damaged file of them aside
   * @return what is wrong, or null
   */
  public @Nullable Finding sections(boolean repair) throws IOException {
    return new BookCheck(BookFile.sections(home), home, copies).run(repair);
  }

  /** The same for the projects. */
  public @Nullable Finding projects(boolean repair) throws IOException {
    return new BookCheck(BookFile.projects(home), home, copies).run(repair);
  }

  /**
   * Looks at what clients have put beside threads.
   *
   * @param repair whether to set damaged files of them aside, and let threads be found again
   */
  public void attachments(boolean repair, Consumer<Finding> sink) throws IOException {
    new AttachmentsCheck(home, copies).run(repair, sink);
  }

  /** A store that has answered a list has made the index agree; closing it writes that down. */
  private void agree() {
    try (LocalThreadStore store = new LocalThreadStore(home.root(), Durability.DEFAULT)) {
      store.settleIndex();
    }
  }

  private Verdict look(List<RolloutFile> segments, IndexRows rows, boolean repair) {
    List<Finding> findings = new ArrayList<>();
    for (RolloutFile file : segments) {
      List<Finding> lines = new ArrayList<>();
      try {
        List<Finding> lost = new ArrayList<>();
        boolean sound = header(file, findings);
        if (sound) {
          lines(file, lines, lost);
        }
        allRead &= sound && lines.isEmpty();
        findings.addAll(repair && !lines.isEmpty() ? repaired(file, lines) : lines);
        findings.addAll(lost);
      } catch (NoSuchFileException e) {
        allRead = false; // moved or deleted by a server just now
      } catch (IOException e) {
        allRead = false;
        findings.add(whole(Problem.UNREADABLE_FILE, file, String.valueOf(e.getMessage())));
      }
    }
    RolloutFile current = segments.getLast();
    if (findings.stream().noneMatch(finding -> finding.line() == 0)) {
      projections(current, rows, findings);
    }
    return new Verdict(current.threadId(), findings);
  }

  private static boolean header(RolloutFile file, List<Finding> findings) throws IOException {
    try {
      String id = SessionHead.id(SessionHead.read(file.path()));
      if (id.equalsIgnoreCase(file.threadId())) {
        return true;
      }
      findings.add(whole(Problem.WRONG_IDENTITY, file, "the header is of thread " + id));
    } catch (ThreadStoreException e) {
      findings.add(whole(Problem.NO_HEADER, file, e.message()));
    }
    return false;
  }

  private void lines(RolloutFile file, List<Finding> findings, List<Finding> lost)
      throws IOException {
    try (RolloutReader reader = RolloutReader.open(file.path())) {
      reader.onBlobs(blobs(file, reader, lost));
      reader.onSkipped((line, offset, bytes, terminated) ->
          findings.add(
              new Finding(
                  terminated ? Problem.UNREADABLE_LINE : Problem.TORN_TAIL,
                  file.path(),
                  line,
                  offset,
                  bytes,
                  "",
                  null)));
      for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
        continue;
      }
    }
  }

  /** Looks at the blobs that the lines name, at each once. */
  private RolloutReader.BlobReader blobs(
      RolloutFile file, RolloutReader reader, List<Finding> findings) {
    BlobArea area = new BlobArea(file.path());
    return record -> {
      Leaves.exchanged(
          record.payload(),
          leaf -> {
            BlobName name = BlobName.parse(leaf);
            if (name != null && state(area, name) != BlobArea.State.WHOLE) {
              findings.add(
                  new Finding(
                      state(area, name) == BlobArea.State.MISSING
                          ? Problem.MISSING_BLOB
                          : Problem.DAMAGED_BLOB,
                      file.path(),
                      reader.line(),
                      reader.offset(),
                      reader.nextOffset() - reader.offset(),
                      name.bytes() + " bytes of its text were in blob " + name.sha256(),
                      null));
            }
            return leaf;
          });
      return record;
    };
  }

  private BlobArea.State state(BlobArea area, BlobName name) throws IOException {
    BlobArea.State known = blobs.get(name);
    if (known == null) {
      known = area.check(name);
      blobs.put(name, known);
    }
    return known;
  }

  private void projections(RolloutFile file, IndexRows rows, List<Finding> findings) {
    try {
      RolloutChain.resolve(file, this::byKey);
    } catch (ThreadStoreException e) {
      Problem problem = e.kind() == Kind.INVALID_REQUEST ? Problem.BROKEN_BASE : Problem.NO_HEADER;
      findings.add(whole(problem, file, e.message()));
      return;
    } catch (IOException e) {
      findings.add(whole(Problem.UNREADABLE_FILE, file, String.valueOf(e.getMessage())));
      return;
    }
    try {
      index(file, known(rows, file.threadId()), findings);
    } catch (IOException e) {
      findings.add(whole(Problem.UNREADABLE_FILE, file, String.valueOf(e.getMessage())));
    }
  }

  /** The thread's row; null when the index cannot say. */
  private static @Nullable ThreadRow known(IndexRows rows, String threadId) {
    try {
      return rows.get(List.of(threadId)).get(threadId);
    } catch (IndexException e) {
      return null;
    }
  }

  private void index(RolloutFile file, @Nullable ThreadRow row, List<Finding> findings)
      throws IOException {
    FileStamp stamp = FileStamp.read(file.path());
    if (stamp == null) {
      return; // moved just now
    }
    if (row == null) {
      findings.add(whole(Problem.NOT_INDEXED, file, ""));
    } else if (!row.mark().path().equals(file.path())) {
      findings.add(whole(Problem.INDEX_STALE_PATH, file, "it names " + row.mark().path()));
    } else if (row.mark().covered() > stamp.size() || !Projection.sameContent(row.mark(), file)) {
      findings.add(whole(Problem.INDEX_AHEAD, file, ""));
    } else if (!row.mark().stamp().equals(stamp)) {
      findings.add(whole(Problem.INDEX_BEHIND, file, ""));
    } else if (!projection.row(file, stamp, null).thread().equals(row.thread())) {
      findings.add(whole(Problem.INDEX_DIFFERS, file, ""));
    }
  }

  private List<Finding> repaired(RolloutFile file, List<Finding> lines) throws IOException {
    if (file.compressed()) {
      return lines;
    }
    try (WriterLocks.WriterLock lock = locks.acquire(file.threadId())) {
      List<Finding> now = new ArrayList<>();
      lines(file, now, new ArrayList<>()); // as nobody writes any more
      Path copy = copies.resolve(file.path().getFileName());
      CodexHome.createParent(copy);
      Files.copy(file.path(), copy, StandardCopyOption.COPY_ATTRIBUTES);
      try (FileChannel kept = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        kept.force(true);
      }
      try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
        for (Finding line : now) {
          blank(channel, line);
        }
        channel.force(true);
      }
      return now.stream().map(line -> line.repaired(copy)).toList();
    } catch (ThreadStoreException e) {
      return lines; // a server writes it
    }
  }

  private static void blank(FileChannel channel, Finding line) throws IOException {
    byte[] blanks = new byte[BLANK_BYTES];
    Arrays.fill(blanks, (byte) ' ');
    boolean torn = line.problem() == Problem.TORN_TAIL;
    long end = line.offset() + line.bytes() - (torn ? 0 : 1);
    for (long at = line.offset(); at < end; ) {
      ByteBuffer bytes = ByteBuffer.wrap(blanks, 0, (int) Math.min(BLANK_BYTES, end - at));
      at += channel.write(bytes, at);
    }
    if (torn) {
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}), end);
    }
  }

  private static Finding whole(Problem problem, RolloutFile file, String detail) {
    return new Finding(problem, file.path(), 0, 0, 0, detail, null);
  }

  private @Nullable RolloutFile byKey(String key) {
    try {
      return files.byKey(key);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
