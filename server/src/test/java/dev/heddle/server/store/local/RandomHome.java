package dev.heddle.server.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadPatch.Change;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.journal.Backlog;
import dev.heddle.server.testkit.FakeClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A home that two processes use and that suffers, beside a model of what it must hold.
 *
 * <p>Each {@link Step} is done to both; a step that the model says must be refused must be refused
 * in the way it says. {@link HomeCheck} then compares.
 */
final class RandomHome implements AutoCloseable {
  /** Nearly all that is said. */
  private static final int LARGE_CHARS = 30;

  private static final Instant START = Instant.parse("2031-03-01T10:00:00.125Z");

  private final Path home;
  private final Path stash;
  private final FakeClock clock = new FakeClock(START);
  private final RandomRecords records = new RandomRecords();
  private final Process[] processes = {new Process(Integer.MAX_VALUE), new Process(LARGE_CHARS)};
  private final Map<String, ModelThread> threads = new LinkedHashMap<>();
  private final Map<String, NameIndex.Entry> names = new HashMap<>();
  private int started;

  /** A process: a store, its files, and the logs it has open. One of them writes blobs. */
  final class Process {
    private final int largeChars;
    private FaultyFiles files;
    private LocalThreadStore store;
    private final Map<String, LiveLog> logs = new LinkedHashMap<>();
    private boolean broken;

    Process(int largeChars) {
      this.largeChars = largeChars;
    }

    private void open() {
      files = new FaultyFiles();
      broken = false;
      store =
          new LocalThreadStore(
              new CodexHome(home, ZoneOffset.UTC),
              Durability.DEFAULT,
              Backlog.DEFAULT,
              largeChars,
              files,
              clock);
    }

    private void close() {
      LocalThreadStore ending = store;
      store = null;
      if (ending != null) {
        ending.close();
      }
    }

    LocalThreadStore store() {
      return store;
    }

    boolean broken() {
      return broken;
    }

    boolean writes(ModelThread thread) {
      return logs.containsKey(thread.id());
    }
  }

  RandomHome(Path directory) {
    home = directory.resolve("home");
    stash = directory.resolve("stash");
    for (Process process : processes) {
      process.open();
    }
  }

  Process process(int number) {
    return processes[number];
  }

  Collection<ModelThread> threads() {
    return List.copyOf(threads.values());
  }

  /** Who has the thread's log open, or null. */
  Process writer(ModelThread thread) {
    return Arrays.stream(processes).filter(p -> p.writes(thread)).findFirst().orElse(null);
  }

  /** The name lists show: the newer of the journal's and the names file's. */
  String name(ModelThread thread) {
    NameIndex.Entry listed = names.get(thread.id());
    Instant named = thread.namedAt();
    return listed != null && (named == null || listed.at().isAfter(named))
        ? listed.name()
        : thread.said("name");
  }

  void apply(Step step) throws IOException {
    clock.advance(Duration.ofSeconds(7));
    Process p = processes[step.process()];
    ModelThread thread = pick(step.a());
    if (step.kind() == Step.Kind.START) {
      start(p, step.b());
    } else if (thread != null) {
      apply(step, p, thread);
    }
    settle();
  }

  private void apply(Step step, Process p, ModelThread thread) throws IOException {
    int b = step.b();
    switch (step.kind()) {
      case START -> throw new IllegalArgumentException();
      case APPEND -> append(p, thread, b);
      case APPEND_OPEN -> appendToOpen(step.a(), b);
      case RENAME -> rename(p, thread, b);
      case PATCH -> patch(p, thread, b);
      case NAME_BY_ANOTHER_PROGRAM -> nameByAnother(thread, b);
      case ARCHIVE -> archive(p, thread);
      case UNARCHIVE -> unarchive(p, thread);
      case DELETE -> delete(p, thread);
      case FORK -> fork(p, thread, b);
      case REVERT -> revert(p, thread, b);
      case ROLL_BACK -> rollBack(p, thread);
      case CLOSE -> close(p, thread);
      case RESTART -> restart(p);
      case CRASH -> crash(p, b);
      case TEAR -> tear(p, thread, b);
      case GARBAGE -> garbage(p, thread, b);
      case BREAK_DISK -> breakDisk(p, b);
      case HEAL_DISK -> heal(p);
      case DROP_INDEX -> withoutProcesses(() -> deleteAll(index()));
      case DROP_INDEX_IN_USE -> dropIndexInUse(p);
      case SPOIL_INDEX -> withoutProcesses(() -> spoilIndex(b));
      case KEEP_INDEX -> withoutProcesses(() -> copyAll(index(), stash));
      case RESTORE_INDEX -> withoutProcesses(() -> copyAll(stash, index()));
    }
  }

  private ModelThread pick(int number) {
    List<ModelThread> all = List.copyOf(threads.values());
    return all.isEmpty() ? null : all.get(number % all.size());
  }

  /** What working disks were given is on them. */
  private void settle() {
    for (Process p : processes) {
      if (!p.broken) {
        p.logs.forEach((id, log) -> {
          log.flush();
          threads.get(id).acknowledge();
        });
      }
    }
  }

  private void start(Process p, int b) {
    HistoryMode mode = b % 4 == 0 ? HistoryMode.LEGACY : HistoryMode.PAGINATED;
    ModelThread thread = new ModelThread(asked(mode, null, ""));
    p.logs.put(thread.id(), p.store.create(asked(thread.id(), mode, null, "", thread.createdAt())));
    threads.put(thread.id(), thread);
    if (b % 8 != 1) {
      append(p, thread, b / 8);
    }
  }

  private NewThread asked(HistoryMode mode, String source, String preview) {
    return asked(Journal.threadId(++started), mode, source, preview, clock.instant());
  }

  private static NewThread asked(
      String id, HistoryMode mode, String source, String preview, Instant at) {
    return Journal.newThread(id, mode, source, preview, null, at);
  }

  private void append(Process p, ModelThread thread, int b) {
    LiveLog log = open(p, thread);
    if (log != null) {
      List<RolloutRecord> added = records.next(thread.mode(), thread.id(), clock.instant(), b);
      log.append(added);
      thread.accept(added);
    }
  }

  private void appendToOpen(int a, int b) {
    List<ModelThread> open = threads.values().stream().filter(t -> writer(t) != null).toList();
    if (!open.isEmpty()) {
      ModelThread thread = open.get(a % open.size());
      append(writer(thread), thread, b);
    }
  }

  /** The thread's log in this process; null when it must be refused, and was. */
  private LiveLog open(Process p, ModelThread thread) {
    LiveLog log = p.logs.get(thread.id());
    if (log == null && usable(p, thread)) {
      if (thread.archived()) {
        refused(Kind.ARCHIVED, () -> p.store.resume(thread.id()));
        return null;
      }
      log = p.store.resume(thread.id());
      p.logs.put(thread.id(), log);
    }
    return log;
  }

  /** Whether the process may do to the thread what takes its lock; if not, it was refused. */
  private boolean usable(Process p, ModelThread thread) {
    Process writer = writer(thread);
    if (thread.unreadable()) {
      refused(Kind.CORRUPT, () -> p.store.resume(thread.id()));
      return false;
    }
    if (writer != null && writer != p) {
      if (thread.stored()) {
        refused(Kind.CONFLICT, () -> p.store.resume(thread.id()));
      }
      return false;
    }
    return true;
  }

  private void rename(Process p, ModelThread thread, int b) {
    String name = b % 5 == 0 ? null : "name " + b;
    Process writer = writer(thread);
    if (writer != null && writer != p && name != null && thread.stored()) {
      // As Codex does it: the names file is everybody's.
      p.store.update(thread.id(), ThreadPatch.rename(name), true);
      names.put(thread.id(), new NameIndex.Entry(name, clock.instant()));
    } else if (update(p, thread, ThreadPatch.rename(name)) && name != null) {
      names.put(thread.id(), new NameIndex.Entry(name, clock.instant()));
    }
  }

  private void patch(Process p, ModelThread thread, int b) {
    boolean stored =
        update(
            p,
            thread,
            b % 2 == 0
                ? ThreadPatch.memoryMode("mode " + b)
                : ThreadPatch.git(Change.keep(), Change.to("branch " + b), Change.keep()));
    if (stored && thread.mode() == HistoryMode.LEGACY) {
      thread.change(thread.header(clock.instant()));
    }
  }

  /** Whether the change was stored at once. */
  private boolean update(Process p, ModelThread thread, ThreadPatch patch) {
    if (!usable(p, thread)) {
      return false;
    }
    RolloutRecord change =
        Records.threadMetadata(clock.instant(), thread.id(), ThreadFold.payloadOf(patch));
    boolean stored = thread.started();
    thread.change(change);
    if (stored && p.broken) {
      refused(Kind.IO, () -> p.store.update(thread.id(), patch, true));
      if (!p.writes(thread)) {
        adopt(thread);
      }
      return false;
    }
    assertThat(p.store.update(thread.id(), patch, true).isPresent())
        .as("update of %s was stored at once", thread.id())
        .isEqualTo(stored);
    thread.acknowledge();
    return stored;
  }

  private void nameByAnother(ModelThread thread, int b) throws IOException {
    JsonObject line = new JsonObject();
    line.addProperty("id", thread.id());
    line.addProperty("thread_name", "other " + b);
    line.addProperty("updated_at", clock.instant().toString());
    Files.createDirectories(home);
    Files.writeString(
        home.resolve("session_index.jsonl"),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    names.put(thread.id(), new NameIndex.Entry("other " + b, clock.instant()));
  }

  /** Whether the process may move or cut the thread's files now; if not, it was refused. */
  private boolean movable(Process p, ModelThread thread, boolean archived) {
    close(p, thread);
    if (!threads.containsKey(thread.id()) || !usable(p, thread)) {
      return false;
    }
    if (thread.archived() != archived) {
      refused(
          Kind.NOT_FOUND,
          () -> {
            if (archived) {
              p.store.unarchive(thread.id());
            } else {
              p.store.archive(thread.id());
            }
          });
      return false;
    }
    return true;
  }

  private void archive(Process p, ModelThread thread) {
    if (movable(p, thread, false)) {
      p.store.archive(thread.id());
      thread.setArchived(true);
    }
  }

  private void unarchive(Process p, ModelThread thread) {
    if (movable(p, thread, true)) {
      p.store.unarchive(thread.id());
      thread.setArchived(false);
    }
  }

  private void delete(Process p, ModelThread thread) {
    List<ModelThread> children =
        threads.values().stream().filter(t -> t.bases().contains(thread.id())).toList();
    if (children.stream().anyMatch(child -> !child.stored() || child.unreadable())
        || !movable(p, thread, thread.archived())) {
      return; // a reference that is nowhere on the disk cannot be honoured
    }
    if (!children.isEmpty()) {
      refused(Kind.CONFLICT, () -> p.store.delete(thread.id()));
    } else {
      p.store.delete(thread.id());
      forget(thread);
      names.remove(thread.id());
    }
  }

  private void fork(Process p, ModelThread source, int b) {
    if (source.unreadable() || !source.stored() || !source.settled()) {
      return;
    }
    boolean paginated = source.mode() == HistoryMode.PAGINATED;
    assertThat(p.store.referenceForks().orElseThrow().canRefer(source.id()))
        .as("%s can be referred to", source.id())
        .isEqualTo(paginated);
    List<String> turns = source.turnIds();
    if (!paginated) {
      return;
    }
    ForkPoint point = new ForkPoint.Latest();
    long below = Long.MAX_VALUE;
    if (b % 3 != 0 && !turns.isEmpty()) {
      String turn = turns.get(b / 3 % turns.size());
      boolean through = b % 3 == 1;
      point = through ? new ForkPoint.ThroughTurn(turn) : new ForkPoint.BeforeTurn(turn);
      below = source.cut(turn, through);
    }
    NewThread asked = asked(source.mode(), source.id(), p.store.read(source.id(), true).preview());
    ModelThread child = new ModelThread(asked);
    child.fork(source, below);
    p.logs.put(child.id(), p.store.referenceForks().orElseThrow().fork(asked, source.id(), point));
    threads.put(child.id(), child);
    if (b % 4 != 3) {
      append(p, child, b / 16);
    }
  }

  private void revert(Process p, ModelThread thread, int b) {
    List<String> turns = thread.turnIds();
    if (turns.isEmpty() || !thread.settled() || !movable(p, thread, false)) {
      return;
    }
    String turn = turns.get(b % turns.size());
    if (thread.mode() == HistoryMode.LEGACY) {
      refused(
          Kind.INVALID_REQUEST,
          () -> p.store.reverts().orElseThrow().revertBefore(thread.id(), turn));
      return;
    }
    if (p.broken) {
      refused(Kind.IO, () -> p.store.reverts().orElseThrow().revertBefore(thread.id(), turn));
      return;
    }
    JsonObject everything = new JsonObject();
    everything.addProperty("name", name(thread));
    everything.addProperty("memory_mode", thread.said("memory_mode"));
    everything.addProperty("git_branch", thread.said("git_branch"));
    p.store.reverts().orElseThrow().revertBefore(thread.id(), turn);
    thread.revert(
        turn,
        thread.header(clock.instant()),
        RolloutRecord.of(clock.instant(), RecordTypes.THREAD_METADATA, everything));
  }

  private void rollBack(Process p, ModelThread thread) {
    LiveLog log = thread.mode() == HistoryMode.LEGACY ? open(p, thread) : null;
    if (log != null) {
      List<RolloutRecord> added = List.of(Records.rolledBack(clock.instant(), 1));
      log.append(added);
      thread.accept(added);
    }
  }

  private void close(Process p, ModelThread thread) {
    LiveLog log = p.logs.remove(thread.id());
    if (log == null) {
      return;
    }
    if (p.broken && !thread.settled()) {
      refused(Kind.IO, log::close);
    } else {
      log.close();
    }
    ended(p, thread);
  }

  /** The thread's log was closed, whatever became of what it still had to write. */
  private void ended(Process p, ModelThread thread) {
    if (!thread.started()) {
      forget(thread);
    } else if (p.broken && !thread.settled()) {
      adopt(thread);
    } else {
      thread.acknowledge();
    }
  }

  private void forget(ModelThread thread) {
    threads.remove(thread.id());
  }

  /** Learns what became of records that were never acknowledged. */
  private void adopt(ModelThread thread) {
    Process other = new Process(Integer.MAX_VALUE);
    other.open();
    try {
      List<RolloutRecord> found = Journal.replay(other.store, thread.id());
      new HomeCheck(this).assertPrefix(thread, found);
      thread.keepVisible(HomeCheck.shown(found).size());
    } catch (ThreadStoreException e) {
      assertThat(thread.stored()).as("%s was acknowledged: %s", thread.id(), e).isFalse();
      if (e.kind() == Kind.NOT_FOUND) {
        forget(thread);
      } else {
        assertThat(e.kind()).as("of a thread torn in its header: %s", e).isEqualTo(Kind.CORRUPT);
        thread.setUnreadable();
      }
    } finally {
      other.store.close();
    }
  }

  private void restart(Process p) {
    end(p);
    p.open();
  }

  private void end(Process p) {
    boolean loses = p.broken && p.logs.keySet().stream().anyMatch(id -> !threads.get(id).settled());
    if (loses) {
      refused(Kind.IO, p::close);
    } else {
      p.close();
    }
    letGo(p);
  }

  private void letGo(Process p) {
    List<String> ids = List.copyOf(p.logs.keySet());
    p.logs.clear();
    ids.forEach(id -> ended(p, threads.get(id)));
  }

  /** The process dies while it writes: after some bytes nothing more comes, not even a cleanup. */
  private void crash(Process p, int b) {
    if (b % 2 == 0) {
      die(p, b);
    }
    int choice = b;
    for (String id : List.copyOf(p.logs.keySet())) {
      append(p, threads.get(id), choice++);
    }
    if (b % 2 == 1) {
      die(p, b);
    }
    try {
      p.close();
    } catch (ThreadStoreException e) {
      // What was still to be written is lost.
    }
    letGo(p);
    p.open();
  }

  private static void die(Process p, int b) {
    p.files.failAfter(b / 2 % 3000);
    p.files.failTruncate(true);
    p.broken = true;
  }

  private static void breakDisk(Process p, int b) {
    p.files.failAfter(b % 3 == 0 ? 0 : b % 3 == 1 ? b % 700 : Integer.MAX_VALUE);
    p.files.failTruncate(b % 2 == 0);
    p.broken = true;
  }

  private static void heal(Process p) {
    p.files.heal();
    p.broken = false;
  }

  /** The file the thread's newest records are in, when nobody writes or refers to it; or null. */
  private Path ownFile(Process p, ModelThread thread) {
    boolean free =
        writer(thread) == null
            && !thread.unreadable()
            && thread.stored()
            && threads.values().stream().noneMatch(t -> t.bases().contains(thread.id()));
    return free ? Path.of(p.store.read(thread.id(), true).rolloutPath()) : null;
  }

  private void tear(Process p, ModelThread thread, int b) throws IOException {
    Path file = ownFile(p, thread);
    if (file == null) {
      return;
    }
    int size = Math.toIntExact(Files.size(file));
    int cut = b % 4 == 0 ? b % (size + 1) : size - Math.min(size, b % 1500);
    byte[] left = Arrays.copyOf(Files.readAllBytes(file), cut);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(cut);
    }
    int whole = 0;
    for (String line : new String(left, UTF_8).split("\n")) {
      whole += isRecord(line) ? 1 : 0;
    }
    if (whole == 0) {
      thread.setUnreadable();
    } else {
      thread.keepOwn(whole);
    }
  }

  private static boolean isRecord(String line) {
    try {
      JsonElement json = JsonParser.parseString(line);
      return json.isJsonObject() && json.getAsJsonObject().has("payload");
    } catch (JsonParseException e) {
      return false;
    }
  }

  private void garbage(Process p, ModelThread thread, int b) throws IOException {
    Path file = ownFile(p, thread);
    if (file == null) {
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    List<Integer> places = new ArrayList<>(List.of(0));
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        places.add(i + 1);
      }
    }
    int at = places.get(b / 8 % places.size());
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    damaged.write(bytes, 0, at);
    damaged.writeBytes(
        switch (b % 4) {
          case 0 -> "garbage\n".getBytes(UTF_8);
          case 1 -> new byte[] {(byte) 0xff, 0, '{', '\n'};
          case 2 -> "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"type\":\"ev\n".getBytes(UTF_8);
          default -> "[]\n\n".getBytes(UTF_8);
        });
    damaged.write(bytes, at, bytes.length - at);
    if (b / 4 % 2 == 0) {
      Files.write(file, damaged.toByteArray());
    } else {
      Path whole = file.resolveSibling("rewritten");
      Files.write(whole, damaged.toByteArray());
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Path index() {
    return home.resolve("heddle");
  }

  /**
   * Alone, because of SQLite: two connections of one process to a file that was removed between
   * them do not see each other's locks, and the second would cut what the first has mapped.
   */
  private void dropIndexInUse(Process p) throws IOException {
    Process other = p == processes[0] ? processes[1] : processes[0];
    end(other);
    deleteAll(index());
    new HomeCheck(this).everything(p, 0);
    end(p);
    p.open();
    other.open();
  }

  private void spoilIndex(int b) throws IOException {
    Path file = index().resolve("index.sqlite");
    if (!Files.exists(file)) {
      return;
    }
    int size = Math.toIntExact(Files.size(file));
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      switch (b % 4) {
        case 0 -> open.setLength(b / 4 % (size + 1));
        case 1 -> open.write("no database".getBytes(UTF_8));
        case 2 -> {
          open.seek(b / 4 % (size / 4096) * 4096L);
          open.write(new byte[4096]);
        }
        default -> {
          open.setLength(0);
          open.write("garbage ".repeat(2000).getBytes(UTF_8));
        }
      }
    }
  }

  /** Work on files. */
  private interface Work {
    void run() throws IOException;
  }

  private void withoutProcesses(Work work) throws IOException {
    for (Process p : processes) {
      end(p);
    }
    work.run();
    for (Process p : processes) {
      p.open();
      // The next one opens the index when this one has put aside a damaged one: two connections of
      // one process, of which one has a file that the other moves, are as in dropIndexInUse.
      var unused = p.store.health();
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    Files.createDirectories(to);
    deleteAll(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void deleteAll(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void refused(Kind kind, Runnable call) {
    ThreadStoreException refusal = null;
    try {
      call.run();
    } catch (ThreadStoreException e) {
      refusal = e;
    }
    assertThat(refusal).as("a refusal: %s", kind).isNotNull();
    assertThat(refusal.kind()).as("kind of %s", refusal).isEqualTo(kind);
  }

  /** Ends both processes, whatever they think of it. */
  @Override
  public void close() {
    for (Process p : processes) {
      try {
        p.close();
      } catch (ThreadStoreException e) {
        assertThat(p.broken).as("only a broken disk makes an end fail: %s", e).isTrue();
      }
    }
  }
}
