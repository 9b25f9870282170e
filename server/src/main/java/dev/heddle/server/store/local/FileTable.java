package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which rollout files there are, by name: active ones in their days, archived ones in one heap.
 *
 * <p>A directory is listed again only when its modification time moved, so looking again costs one
 * {@code stat} for every directory. A time as young as the listing proves nothing and is not relied
 * on.
 *
 * <p><b>Thread-safety:</b> thread-safe; one look at a time.
 */
final class FileTable {
  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern TWO_DIGITS = Pattern.compile("\\d{2}");

  /** Two changes within one tick of a file system's clock look like one. */
  private static final long CLOCK_TICK_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private final CodexHome home;
  private final Map<Path, Listing> listings = new HashMap<>();
  private Map<String, List<RolloutFile>> byThread = Map.of();
  private Map<String, RolloutFile> byKey = Map.of();
  private boolean changed = true;

  FileTable(CodexHome home) {
    this.home = home;
  }

  /** The home. */
  Path root() {
    return home.root();
  }

  /**
   * What a directory held.
   *
   * @param settled whether its modification time was old enough to tell later changes
   */
  private record Listing(
      long modifiedNs, boolean settled, List<Path> children, Map<Path, RolloutFile> byPath) {
    Collection<RolloutFile> files() {
      return byPath.values();
    }
  }

  private static final Listing NOTHING = new Listing(0, false, List.of(), Map.of());

  /** All files of every thread, oldest segment first. */
  synchronized Map<String, List<RolloutFile>> look() throws IOException {
    List<Listing> found = lookOnce();
    // A file that is archived or brought back between two listings may be in neither, or in both.
    for (int moves = 1; found == null; moves++) {
      found = moves == Moves.MAX ? listings(list(home.archivedSessions(), true)) : lookOnce();
    }
    if (changed) {
      index(found);
      changed = false;
    }
    return byThread;
  }

  /** All listings; null when the archived files changed meanwhile. */
  private @Nullable List<Listing> lookOnce() throws IOException {
    Listing before = list(home.archivedSessions(), true);
    List<Listing> found = listings(before);
    return list(home.archivedSessions(), true).byPath().equals(before.byPath()) ? found : null;
  }

  private List<Listing> listings(Listing archived) throws IOException {
    List<Listing> found = new ArrayList<>();
    for (Path year : children(home.sessions(), YEAR)) {
      for (Path month : children(year, TWO_DIGITS)) {
        for (Path day : children(month, TWO_DIGITS)) {
          found.add(list(day, false));
        }
      }
    }
    found.add(archived);
    return found;
  }

  /** The thread's files, oldest segment first; empty when there are none. */
  List<RolloutFile> ofThread(String threadId) throws IOException {
    return look().getOrDefault(threadId, List.of());
  }

  /** The file a reference names, or null. */
  synchronized @Nullable RolloutFile byKey(String key) throws IOException {
    look();
    return byKey.get(key);
  }

  private void index(List<Listing> found) {
    Map<String, List<RolloutFile>> threads = new HashMap<>();
    Map<String, RolloutFile> keys = new HashMap<>();
    for (Listing listing : found) {
      for (RolloutFile file : listing.files()) {
        threads.computeIfAbsent(file.threadId(), id -> new ArrayList<>(1)).add(file);
        keys.merge(file.key(), file, (a, b) -> RolloutFile.BY_AGE.compare(a, b) < 0 ? b : a);
      }
    }
    threads.values().forEach(list -> list.sort(RolloutFile.BY_AGE));
    byThread = threads;
    byKey = keys;
  }

  private List<Path> children(Path directory, Pattern name) throws IOException {
    return list(directory, false).children().stream()
        .filter(child -> name.matcher(child.getFileName().toString()).matches())
        .toList();
  }

  private Listing list(Path directory, boolean archived) throws IOException {
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    long modified;
    try {
      BasicFileAttributes attributes = Files.readAttributes(directory, BasicFileAttributes.class);
      modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    } catch (NoSuchFileException e) {
      changed |= listings.remove(directory) != null;
      return NOTHING;
    }
    Listing known = listings.get(directory);
    if (known != null && known.settled() && known.modifiedNs() == modified) {
      return known;
    }
    List<Path> children = new ArrayList<>();
    Map<Path, RolloutFile> files = new LinkedHashMap<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path child : stream) {
        // A day of many threads is listed anew with each new one; most names are known.
        RolloutFile file = known == null ? null : known.byPath().get(child);
        file = file == null ? RolloutFile.parse(child, archived) : file;
        if (file == null) {
          children.add(child);
        } else {
          files.put(child, file);
        }
      }
    } catch (NotDirectoryException | NoSuchFileException e) {
      children.clear();
      files.clear();
    }
    Listing listing = new Listing(modified, now - modified > CLOCK_TICK_NS, children, files);
    listings.put(directory, listing);
    changed |= known == null || !known.byPath().equals(files) || !known.children().equals(children);
    return listing;
  }
}
