package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which rollout files there are, by name: active ones in their days, archived ones in one heap.
 *
 * <p>After a {@link #look} the table is as of that moment. Once it is {@linkplain #watch watched},
 * the kernel says what came, went or changed, and a look costs one call of it. Before, a directory
 * is listed again when its modification time moved, so a look costs one {@code stat} for every
 * directory; a time as young as the listing proves nothing and is not relied on.
 *
 * <p>A directory that cannot be read is as it was when it last could, and no other suffers from it;
 * {@link #unreadable} names it.
 *
 * <p>Only the names are kept here. {@link #takeTouched} tells of which threads a file may have
 * come, gone or changed; without a watch that does not include files that only changed.
 *
 * <p><b>Thread-safety:</b> thread-safe; one look at a time.
 */
final class FileTable implements AutoCloseable {
  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern TWO_DIGITS = Pattern.compile("\\d{2}");

  private static final String NOT_LOCAL = "none: not a local file system";

  /** When a watch that the kernel refused, as it has a limit, is tried again. */
  static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

  /** Two changes within one tick of a file system's clock look like one. */
  private static final long CLOCK_TICK_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private final CodexHome home;
  private final Watching watching;
  private final LongSupplier nanoTime;
  private final Map<Path, Listing> listings = new HashMap<>();
  private final Map<String, List<RolloutFile>> byThread = new HashMap<>();
  private final Map<String, List<RolloutFile>> bySegment = new HashMap<>();
  private @Nullable List<List<RolloutFile>> newestFirst; // until a file comes or goes
  private final Set<String> touched = new HashSet<>();
  private final Set<Path> unreadable = new HashSet<>();
  private boolean lost;
  private boolean looked;
  private boolean watchWanted;
  private @Nullable TreeWatch watch;
  private String watchedRoot = ""; // the identity of the home when the watch began
  private @Nullable String unwatched;
  private boolean refused; // the reason may pass
  private long refusedAtNs;
  private boolean closed;

  FileTable(CodexHome home) {
    this(home, TreeWatch::open, System::nanoTime);
  }

  FileTable(CodexHome home, Watching watching, LongSupplier nanoTime) {
    this.home = home;
    this.watching = watching;
    this.nanoTime = nanoTime;
  }

  /** How a watch begins. */
  @FunctionalInterface
  interface Watching {
    /** A watch for what is under {@code root}; null where none can be relied on. */
    @Nullable TreeWatch open(Path root) throws IOException;
  }

  /** A table that looks at directories, as on file systems the kernel cannot watch. */
  static FileTable unwatched(CodexHome home) {
    FileTable table = new FileTable(home);
    table.unwatched = "none: by choice";
    return table;
  }

  /** The home. */
  Path root() {
    return home.root();
  }

  /**
   * What a directory held.
   *
   * @param identity which directory it was
   * @param settled whether its modification time was old enough to tell later changes
   * @param files by path; changes with the news of a watch
   */
  private record Listing(
      String identity,
      long modifiedNs,
      boolean settled,
      List<Path> children,
      Map<Path, RolloutFile> files) {
    boolean isNothing() {
      return identity.isEmpty();
    }

    boolean tells(FileStamp now) {
      return settled && modifiedNs == now.modifiedNs() && identity.equals(now.identity());
    }
  }

  private static final Listing NOTHING = new Listing("", 0, false, List.of(), Map.of());

  /** Brings the table up to date. */
  synchronized void look() throws IOException {
    if (watch != null && isAnother(home.root(), watchedRoot)) {
      beginAnew();
    }
    beginWatch();
    if (watch == null) {
      walk();
    } else {
      try {
        takeNews(watch);
      } catch (IOException e) {
        refuse(e);
        lost = true;
        walk();
      }
    }
    looked = true;
  }

  private void takeNews(TreeWatch from) throws IOException {
    TreeWatch.News news = from.news();
    if (news.over()) {
      beginAnew();
      beginWatch();
      if (watch == null) {
        walk();
      }
      return;
    }
    take(news);
    if (!unreadable.isEmpty() // it may be readable by now, which nobody tells
        || isAnother(home.sessions(), identity(home.sessions()))
        || isAnother(home.archivedSessions(), identity(home.archivedSessions()))) {
      walk();
    }
  }

  private String identity(Path listed) {
    return listings.getOrDefault(listed, NOTHING).identity();
  }

  /**
   * Whether another directory has come to that place than was there, or one where none was: by a
   * mount or by a link, which nobody tells.
   */
  private static boolean isAnother(Path place, String identity) {
    try {
      FileStamp now = FileStamp.read(place);
      return !identity.equals(now == null ? "" : now.identity());
    } catch (IOException e) {
      return false; // not to be seen just now
    }
  }

  /**
   * Has the kernel tell what changes from now on, where it can. The first time in a process that
   * takes a while, for which no look has to wait.
   */
  void watch() throws IOException {
    try {
      TreeWatch.prepare();
    } catch (LinkageError e) {
      // No such call here; beginning to watch will say so.
    }
    synchronized (this) {
      watchWanted = true;
      beginWatch();
    }
  }

  /**
   * Whether what changes is told from here on as well as it can be now: a watch has begun, or was
   * refused.
   */
  synchronized boolean watchedIfEver() {
    return watch != null || unwatched != null;
  }

  /** Whether changes of files are told, too. */
  synchronized boolean watched() {
    return watch != null;
  }

  /** What tells of changes, for people. */
  synchronized String watchState() {
    return watch != null ? "inotify" : unwatched == null ? "not begun" : unwatched;
  }

  /** The threads of which something may have changed, each told once. */
  synchronized Set<String> takeTouched() {
    Set<String> taken = Set.copyOf(touched);
    touched.clear();
    return taken;
  }

  /** Whether changes went untold, so that every file has to be looked at; told once. */
  synchronized boolean takeLost() {
    boolean taken = lost;
    lost = false;
    return taken;
  }

  /** Directories that could not be read at the last look. */
  synchronized Set<Path> unreadable() {
    return Set.copyOf(unreadable);
  }

  /** The files of every thread as of the last look, oldest segment first. */
  synchronized List<List<RolloutFile>> all() {
    return new ArrayList<>(byThread.values());
  }

  /**
   * The same, the thread that was begun last first, by the names of the files. In this order for
   * all who ask until a file comes or goes.
   */
  synchronized List<List<RolloutFile>> newestFirst() {
    if (newestFirst == null) {
      newestFirst = newestFirst(all());
    }
    return newestFirst;
  }

  private static List<List<RolloutFile>> newestFirst(List<List<RolloutFile>> threads) {
    long[] begun = threads.stream().mapToLong(files -> files.getFirst().startedAt()).toArray();
    return Arrays.stream(NewestFirst.places(begun)).mapToObj(threads::get).toList();
  }

  /** The thread's files, oldest segment first; empty when there are none. */
  synchronized List<RolloutFile> ofThread(String threadId) throws IOException {
    look();
    return byThread.getOrDefault(threadId, List.of());
  }

  /** The file of the thread's newest records as of the last look, or null. */
  synchronized @Nullable RolloutFile current(String threadId) {
    List<RolloutFile> files = byThread.get(threadId);
    return files == null ? null : files.getLast();
  }

  /** The file a reference names, or null. */
  synchronized @Nullable RolloutFile byKey(String key) throws IOException {
    look();
    List<RolloutFile> segments = bySegment.get(key);
    if (segments != null) {
      return segments.getLast();
    }
    RolloutFile found = null;
    for (RolloutFile file : byThread.getOrDefault(key, List.of())) {
      if (file.segmentId() == null) {
        found = file; // the last one of them
      }
    }
    return found;
  }

  @Override
  public synchronized void close() {
    closed = true;
    endWatch("closed");
  }

  private void beginWatch() {
    boolean again =
        refused && !closed && nanoTime.getAsLong() - refusedAtNs >= AGAIN_AFTER.toNanos();
    if (again) {
      unwatched = null;
      refused = false;
    }
    if (!watchWanted
        || watch != null
        || unwatched != null
        || closed
        || !Files.isDirectory(home.root())) {
      return;
    }
    try {
      watch = watching.open(home.root());
      if (watch == null) {
        unwatched = NOT_LOCAL;
        return;
      }
      watch.addTree(home.root());
      FileStamp root = FileStamp.read(home.root());
      watchedRoot = root == null ? "" : root.identity();
      walk();
      lost |= again; // whatever happened since the last look
    } catch (IOException | RuntimeException | LinkageError e) {
      if (Files.isDirectory(home.root())) {
        // Too many watches, no such call: as right without.
        refuse(e);
      } else {
        beginAnew();
      }
    }
  }

  /** Ends the watch, until it may be possible again. */
  private void refuse(Throwable why) {
    endWatch("none: " + why.getMessage());
    refused = why instanceof IOException;
    refusedAtNs = nanoTime.getAsLong();
  }

  /** Ends the watch for good. */
  private void endWatch(String why) {
    closeWatch();
    unwatched = why;
  }

  /** Ends the watch of a home that went: a look begins another one once there is a home again. */
  private void beginAnew() {
    closeWatch();
    lost = true;
  }

  private void closeWatch() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
    listings.replaceAll(
        (path, l) -> new Listing(l.identity(), l.modifiedNs(), false, l.children(), l.files()));
  }

  private void take(TreeWatch.News news) throws WatchException {
    if (news.lost() || !news.trees().isEmpty()) {
      lost |= news.lost();
      walk();
    }
    List<RolloutFile> gone = new ArrayList<>();
    for (Path path : news.changed()) {
      Listing listing = listings.get(CodexHome.parent(path));
      RolloutFile file = RolloutFile.parse(path, path.startsWith(home.archivedSessions()));
      if (listing == null || file == null) {
        continue;
      }
      boolean there = Files.exists(path);
      RolloutFile known = listing.files().get(path);
      if (there && known == null) {
        listing.files().put(path, file);
        add(file);
      } else if (!there && known != null) {
        listing.files().remove(path);
        remove(known);
        gone.add(known);
      }
      touched.add(file.threadId());
    }
    for (RolloutFile file : gone) {
      findMoved(file);
    }
  }

  /**
   * Takes a file that has left its place where it is now, if it was archived or brought back. The
   * news of that may come in two halves, and it may be on its way back by the time they are read.
   */
  private void findMoved(RolloutFile gone) throws WatchException {
    RolloutFile moved = gone.archived() ? home.active(gone) : home.archived(gone);
    for (RolloutFile place : List.of(moved, gone, moved)) {
      if (Files.exists(place.path())) {
        Listing listing = listings.get(CodexHome.parent(place.path()));
        if (listing == null) {
          walk();
        } else if (listing.files().putIfAbsent(place.path(), place) == null) {
          add(place);
        }
        return;
      }
    }
  }

  /** Lists what is not known to be unchanged. */
  private void walk() throws WatchException {
    // A file that is archived or brought back between two listings may be in neither, or in both.
    for (int moves = 1; moves <= Moves.MAX; moves++) {
      Set<Path> before = Set.copyOf(list(home.archivedSessions(), true).files().keySet());
      walkOnce();
      if (list(home.archivedSessions(), true).files().keySet().equals(before)) {
        return;
      }
    }
  }

  private void walkOnce() throws WatchException {
    Set<Path> seen = new HashSet<>();
    seen.add(home.archivedSessions());
    seen.add(home.sessions());
    for (Path year : children(home.sessions(), YEAR)) {
      seen.add(year);
      for (Path month : children(year, TWO_DIGITS)) {
        seen.add(month);
        for (Path day : children(month, TWO_DIGITS)) {
          seen.add(day);
          list(day, true);
        }
      }
    }
    for (Path known : List.copyOf(listings.keySet())) {
      if (!seen.contains(known)) {
        replace(known, NOTHING);
      }
    }
    unreadable.retainAll(seen);
  }

  private List<Path> children(Path directory, Pattern name) throws WatchException {
    return list(directory, false).children().stream()
        .filter(child -> name.matcher(child.getFileName().toString()).matches())
        .toList();
  }

  private Listing list(Path directory, boolean ofFiles) throws WatchException {
    try {
      Listing listing = listed(directory, ofFiles);
      lost |= unreadable.remove(directory);
      return listing;
    } catch (WatchException e) {
      throw e;
    } catch (IOException | DirectoryIteratorException e) {
      unreadable.add(directory);
      return listings.getOrDefault(directory, NOTHING);
    }
  }

  private Listing listed(Path directory, boolean ofFiles) throws IOException {
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    Listing known = listings.get(directory);
    FileStamp stamp = FileStamp.read(directory);
    IOException untold = null;
    if (stamp != null && watch != null) {
      // Watched first and looked at then: nothing falls in between. Watching again costs nothing.
      untold = beginWatch(watch, directory, ofFiles);
      stamp = FileStamp.read(directory);
    }
    if (stamp == null) {
      replace(directory, NOTHING);
      return NOTHING;
    }
    if (known != null && untold == null && known.tells(stamp)) {
      return known;
    }
    boolean archived = directory.equals(home.archivedSessions());
    List<Path> children = new ArrayList<>();
    Map<Path, RolloutFile> files = new LinkedHashMap<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path child : stream) {
        // A day of many threads is listed anew with each new one; most names are known.
        RolloutFile file = known == null ? null : known.files().get(child);
        file = file == null ? RolloutFile.parse(child, archived) : file;
        if (file == null) {
          children.add(child);
        } else {
          files.put(child, file);
        }
      }
    } catch (NotDirectoryException | NoSuchFileException e) {
      replace(directory, NOTHING);
      return NOTHING;
    }
    if (untold != null) {
      throw new WatchException(untold); // what can be listed can be read: it is not the directory
    }
    boolean settled = now - stamp.modifiedNs() > CLOCK_TICK_NS;
    Listing listing = new Listing(stamp.identity(), stamp.modifiedNs(), settled, children, files);
    replace(directory, listing);
    return listing;
  }

  /** Why there is no watch of the directory now; null if there is, or it is none. */
  private static @Nullable IOException beginWatch(
      TreeWatch watch, Path directory, boolean ofFiles) {
    if (!Files.isDirectory(directory)) {
      return null;
    }
    try {
      if (ofFiles) {
        watch.addFiles(directory);
      } else {
        watch.addTree(directory);
      }
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private void replace(Path directory, Listing listing) {
    Listing known = listings.getOrDefault(directory, NOTHING);
    if (listing.isNothing()) {
      listings.remove(directory);
    } else {
      listings.put(directory, listing);
    }
    known
        .files()
        .forEach((path, file) -> {
          if (!listing.files().containsKey(path)) {
            remove(file);
          }
        });
    listing
        .files()
        .forEach((path, file) -> {
          if (!known.files().containsKey(path)) {
            add(file);
          }
        });
  }

  private void add(RolloutFile file) {
    newestFirst = null;
    byThread.merge(file.threadId(), List.of(file), FileTable::joined);
    if (file.segmentId() != null) {
      bySegment.merge(file.segmentId(), List.of(file), FileTable::joined);
    }
    touch(file);
  }

  private void remove(RolloutFile file) {
    newestFirst = null;
    byThread.computeIfPresent(file.threadId(), (id, files) -> without(files, file));
    if (file.segmentId() != null) {
      bySegment.computeIfPresent(file.segmentId(), (id, files) -> without(files, file));
    }
    touch(file);
  }

  /** What the first look finds, nobody has to be told. */
  private void touch(RolloutFile file) {
    if (looked) {
      touched.add(file.threadId());
    }
  }

  private static List<RolloutFile> joined(List<RolloutFile> files, List<RolloutFile> more) {
    Set<RolloutFile> all = new HashSet<>(files);
    all.addAll(more);
    return all.stream().sorted(RolloutFile.BY_AGE).toList();
  }

  private static @Nullable List<RolloutFile> without(List<RolloutFile> files, RolloutFile gone) {
    List<RolloutFile> left = files.stream().filter(file -> !file.equals(gone)).toList();
    return left.isEmpty() ? null : left;
  }
}
