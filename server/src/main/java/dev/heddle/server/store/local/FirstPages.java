package dev.heddle.server.store.local;

import com.google.common.collect.Iterators;
import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadQuery.SortKey;
import dev.heddle.server.store.Uuid7;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Pages for the time in which not every file has been compared with its row yet.
 *
 * <p>What the file system says of a file bounds where its thread can be in the order, so a page
 * needs the files from the top of the order down to where no further one can belong on it:
 *
 * <ul>
 *   <li>by creation, since a file's name has the local time of it, in whatever zone: at most 14
 *       hours behind and 12 before. Most often the id in the name says which zone: it has the time
 *       too, without one, and the two are some quarters of an hour apart;
 *   <li>by change and by use, newest first, since a file is modified when its thread is.
 * </ul>
 *
 * <p>A page of a section or a small project needs the files of its threads, and no other.
 *
 * <p>Files that were renamed, or whose times were set back, by hand are taken as what they say they
 * are; once every file has been compared, that does not matter any more.
 */
final class FirstPages {
  private static final long BEHIND_MS = Duration.ofHours(14).toMillis();
  private static final long BEFORE_MS = Duration.ofHours(12).plusSeconds(2).toMillis();
  private static final long ZONES_APART_MS = Duration.ofMinutes(15).toMillis();

  /** How long it may take from one reading of the clock to the other, and what rounding adds. */
  private static final long INEXACT_MS = 2_000;

  /** Who looks for rare threads had better wait for all rows. */
  private static final int MOST_FILES = 3_000;

  private static final int SMALLEST_CHUNK = 25;

  private FirstPages() {}

  /** Answers the rows of threads as of now. */
  @FunctionalInterface
  interface Rows {
    Collection<ThreadRow> of(List<String> threadIds) throws IOException;
  }

  /**
   * A thread that may be on the page.
   *
   * @param bound no thread behind it comes earlier in the order
   * @param own the earliest it can come in the order itself
   */
  private record Candidate(String id, long bound, long own) {}

  /**
   * The rows of a page, and one more when there are more; null when it takes looking at too many
   * files.
   *
   * @param threads the files of all threads, the thread that was begun last first
   */
  static @Nullable List<ThreadRow> page(
      ThreadQuery query, List<List<RolloutFile>> threads, Rows rows) throws IOException {
    boolean descending = query.direction() == SortDirection.DESC;
    if (query.parentThreadId() != null || query.ancestorThreadId() != null) {
      return null;
    }
    Comparator<ThreadRow> order =
        (one, other) -> {
          int byTime = Long.compare(ListRow.of(one).order(query), ListRow.of(other).order(query));
          return byTime != 0 ? byTime : one.id().compareTo(other.id());
        };
    NavigableSet<ThreadRow> best = new TreeSet<>(descending ? order.reversed() : order);
    List<String> candidates = query.candidates();
    if (candidates != null) {
      if (candidates.size() > MOST_FILES) {
        return null;
      }
      for (ThreadRow row : rows.of(candidates)) {
        if (belongs(query, row)) {
          best.add(row);
        }
      }
      return best.stream().limit(query.limit() + 1L).toList();
    }
    if (query.sortKey() != SortKey.CREATED_AT && !descending) {
      return null;
    }
    int chunkSize = Math.max(query.limit() + 1, SMALLEST_CHUNK);
    Iterator<List<Candidate>> chunks = Iterators.partition(candidates(query, threads), chunkSize);
    for (int looked = 0; chunks.hasNext(); ) {
      List<Candidate> chunk = chunks.next();
      if (best.size() > query.limit()) {
        long last = ListRow.of(best.last()).time(query.sortKey());
        if (isBehind(chunk.getFirst().bound(), last, descending)) {
          break;
        }
        chunk = upTo(last, descending, chunk);
      }
      looked += chunk.size();
      if (looked > MOST_FILES) {
        return null;
      }
      for (ThreadRow row : rows.of(chunk.stream().map(Candidate::id).toList())) {
        if (belongs(query, row)) {
          best.add(row);
        }
      }
      while (best.size() > query.limit() + 1) {
        best.pollLast();
      }
    }
    return List.copyOf(best);
  }

  // A loop: a lambda over these would have the JVM make a class of its own form in a first list.
  private static List<Candidate> upTo(long last, boolean descending, List<Candidate> chunk) {
    List<Candidate> ahead = new ArrayList<>(chunk.size());
    for (Candidate each : chunk) {
      if (!isBehind(each.own(), last, descending)) {
        ahead.add(each);
      }
    }
    return ahead;
  }

  private static boolean isBehind(long time, long last, boolean descending) {
    return descending ? time < last : time > last;
  }

  private static boolean belongs(ThreadQuery query, ThreadRow row) {
    ListRow listed = ListRow.of(row);
    String term = Objects.requireNonNullElse(query.searchTerm(), "");
    if (!listed.matches(query)
        || !(row.thread().preview().contains(term)
            || Objects.requireNonNullElse(row.thread().name(), "").contains(term))) {
      return false;
    }
    ListCursor cursor = query.cursor();
    if (cursor != null) {
      int order = Long.compare(listed.order(query), cursor.at());
      if (order == 0 && cursor.threadId() != null) {
        order = row.id().compareTo(cursor.threadId());
      }
      return query.direction() == SortDirection.ASC ? order > 0 : order < 0;
    }
    return true;
  }

  /** In the order of their bounds. */
  private static Iterator<Candidate> candidates(
      ThreadQuery query, List<List<RolloutFile>> threads) {
    boolean descending = query.direction() == SortDirection.DESC;
    if (query.sortKey() == SortKey.CREATED_AT) {
      return begun(query.cursor(), descending, descending ? threads : threads.reversed());
    }
    long[] modified = threads.stream().mapToLong(files -> modified(files.getLast())).toArray();
    return Arrays.stream(NewestFirst.places(modified))
        .mapToObj(place -> changed(id(threads.get(place)), (modified[place] + 1) * 1_000))
        .iterator();
  }

  private static Iterator<Candidate> begun(
      @Nullable ListCursor cursor, boolean descending, List<List<RolloutFile>> threads) {
    long from = cursor == null ? (descending ? Long.MAX_VALUE : 0) : cursor.at();
    return threads.stream()
        .map(files -> begun(files.getFirst()))
        .filter(begun -> descending ? begun.earliest() <= from : begun.latest() >= from)
        .map(begun ->
            descending
                ? new Candidate(begun.id(), begun.named() + BEFORE_MS, begun.latest())
                : new Candidate(begun.id(), begun.named() - BEHIND_MS, begun.earliest()))
        .iterator();
  }

  private static Candidate changed(String id, long latest) {
    return new Candidate(id, latest, latest);
  }

  private static String id(List<RolloutFile> files) {
    return files.getFirst().threadId();
  }

  /**
   * When a thread was begun.
   *
   * @param named the local time in its file's name, taken as if it were UTC
   */
  private record Begun(String id, long named, long earliest, long latest) {}

  private static Begun begun(RolloutFile first) {
    long named = first.startedAt() * 1_000;
    long earliest = named - BEHIND_MS;
    long latest = named + BEFORE_MS;
    Long made = Uuid7.madeAt(first.threadId());
    if (made != null
        && made >= earliest
        && made <= latest
        && Math.floorMod(made - named + INEXACT_MS, ZONES_APART_MS) <= 2 * INEXACT_MS) {
      earliest = made - INEXACT_MS;
      latest = made + INEXACT_MS;
    }
    return new Begun(first.threadId(), named, earliest, latest);
  }

  private static long modified(RolloutFile file) {
    try {
      return Files.getLastModifiedTime(file.path()).to(TimeUnit.SECONDS);
    } catch (IOException e) {
      return 0; // it cannot be listed either
    }
  }
}
