package dev.heddle.server.store.local;

import com.google.common.collect.Iterators;
import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadQuery.SortKey;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Pages for the time in which not every file has been compared with its row yet.
 *
 * <p>What the file system says of a file bounds where its thread can be in the order, so a page
 * needs the files from the top of the order down to where no further one can belong on it:
 *
 * <ul>
 *   <li>by creation, since a file's name has the local time of it, in whatever zone: at most 14
 *       hours behind and 12 before;
 *   <li>by change and by use, newest first, since a file is modified when its thread is.
 * </ul>
 *
 * <p>A page of a section needs the files of its threads, and no other.
 *
 * <p>Files that were renamed, or whose times were set back, by hand are taken as what they say they
 * are; once every file has been compared, that does not matter any more.
 */
final class FirstPages {
  private static final long BEHIND_MS = Duration.ofHours(14).toMillis();
  private static final long BEFORE_MS = Duration.ofHours(12).plusSeconds(2).toMillis();

  /** Who looks for rare threads had better wait for all rows. */
  private static final int MOST_FILES = 3_000;

  private static final int CHUNK = 50;

  private FirstPages() {}

  /** Answers the rows of threads as of now. */
  @FunctionalInterface
  interface Rows {
    Collection<ThreadRow> of(List<String> threadIds) throws IOException;
  }

  /**
   * A thread that may be on the page.
   *
   * @param bound the earliest it can come in the order
   */
  private record Candidate(String id, long bound) {}

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
    List<String> inSection = query.section() == null ? null : query.section().candidates();
    if (inSection != null) {
      if (inSection.size() > MOST_FILES) {
        return null;
      }
      for (ThreadRow row : rows.of(inSection)) {
        if (belongs(query, row)) {
          best.add(row);
        }
      }
      return best.stream().limit(query.limit() + 1L).toList();
    }
    if (query.sortKey() != SortKey.CREATED_AT && !descending) {
      return null;
    }
    Iterator<List<Candidate>> chunks = Iterators.partition(candidates(query, threads), CHUNK);
    for (int looked = 0; chunks.hasNext(); looked += CHUNK) {
      List<Candidate> chunk = chunks.next();
      if (best.size() > query.limit()) {
        long last = ListRow.of(best.last()).time(query.sortKey());
        long next = chunk.getFirst().bound();
        if (descending ? next < last : next > last) {
          break;
        }
      }
      if (looked >= MOST_FILES) {
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
    return threads.stream()
        .map(files -> new Candidate(id(files), modifiedMs(files.getLast()) + 1))
        .sorted(
            (one, other) -> Long.compare(other.bound(), one.bound())) // newest first is all we do
        .iterator();
  }

  private static Iterator<Candidate> begun(
      @Nullable ListCursor cursor, boolean descending, List<List<RolloutFile>> threads) {
    long from = cursor == null ? (descending ? Long.MAX_VALUE : 0) : cursor.at();
    return threads.stream()
        .filter(files -> descending ? earliest(files) <= from : latest(files) >= from)
        .map(files -> new Candidate(id(files), descending ? latest(files) : earliest(files)))
        .iterator();
  }

  private static String id(List<RolloutFile> files) {
    return files.getFirst().threadId();
  }

  private static long earliest(List<RolloutFile> files) {
    return named(files) - BEHIND_MS;
  }

  private static long latest(List<RolloutFile> files) {
    return named(files) + BEFORE_MS;
  }

  private static long named(List<RolloutFile> files) {
    return files.getFirst().startedAt().toEpochSecond(ZoneOffset.UTC) * 1_000;
  }

  private static long modifiedMs(RolloutFile file) {
    try {
      FileStamp stamp = FileStamp.read(file.path());
      return stamp == null ? 0 : stamp.modifiedNs() / 1_000_000;
    } catch (IOException e) {
      return 0; // it cannot be listed either
    }
  }
}
