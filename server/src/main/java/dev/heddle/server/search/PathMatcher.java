package dev.heddle.server.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * A query at work on many paths.
 *
 * <p>A file whose own name fits comes before all whose path only does, and one that has exactly the
 * name that was typed comes first. That holds for a query that is one plain word.
 *
 * <p><b>Thread-safety:</b> one thread.
 */
final class PathMatcher {
  /** Added to the score of a file whose name alone fits. */
  private static final int NAME_FITS = 1 << 16;

  /** Added when the name is what was typed. */
  private static final int NAME_EQUALS = 1 << 17;

  private static final Comparator<Hit> BY_PATH =
      Comparator.<Hit, String>comparing(hit -> hit.entry().path())
          .thenComparing(hit -> hit.entry().root());

  /** Of equals the longer ones are left out. */
  private static final Comparator<Hit> WORST_FIRST =
      Comparator.comparingInt(Hit::score)
          .thenComparing(hit -> hit.entry().path().length(), Comparator.reverseOrder())
          .thenComparing(BY_PATH.reversed());

  private static final Comparator<Hit> SHOWN =
      Comparator.comparingInt(Hit::score).reversed().thenComparing(BY_PATH);

  private final FileQuery query;
  private final PathText text = new PathText();
  private final FuzzyScore fuzzy = new FuzzyScore();
  private final int limit;
  private final PriorityQueue<Hit> best;

  private record Hit(SearchEntry entry, int score) {}

  /**
   * A matcher.
   *
   * @param limit how many of the best to keep
   */
  PathMatcher(FileQuery query, int limit) {
    this.query = query;
    this.limit = limit;
    this.best = new PriorityQueue<>(limit + 1, WORST_FIRST);
  }

  /** Looks at one. */
  void offer(SearchEntry entry) {
    int score = score(entry);
    if (score == FuzzyScore.NONE) {
      return;
    }
    best.add(new Hit(entry, score));
    if (best.size() > limit) {
      best.remove();
    }
  }

  /** The best so far, the best first. */
  List<FoundFile> found() {
    List<Hit> hits = new ArrayList<>(best);
    hits.sort(SHOWN);
    return hits.stream().map(this::found).toList();
  }

  private int score(SearchEntry entry) {
    if (query.isEmpty()) {
      return FuzzyScore.NONE;
    }
    boolean plain = query.isPlain();
    int equal = plain && query.text().equalsIgnoreCase(ownName(entry)) ? NAME_EQUALS : 0;
    if (plain && !entry.directory()) {
      int name = score(entry.path(), entry.nameStart());
      if (name != FuzzyScore.NONE) {
        return NAME_FITS + equal + name;
      }
    }
    int path = score(entry.path(), 0);
    return path == FuzzyScore.NONE ? path : equal + path;
  }

  /** A file goes by its name, a folder by its path: it is what leads to what is meant. */
  private static String ownName(SearchEntry entry) {
    return entry.directory() ? entry.path() : entry.path().substring(entry.nameStart());
  }

  private int score(String path, int start) {
    int total = 0;
    for (QueryPart part : query.parts()) {
      text.set(path, start, part.keepAccents());
      if (part.kind() == QueryPart.Kind.FUZZY) {
        int score = fuzzy.of(part.word(), text);
        if (score == FuzzyScore.NONE) {
          return score;
        }
        total += score;
      } else {
        int at = part.find(text);
        if ((at >= 0) == part.absent()) {
          return FuzzyScore.NONE;
        }
        total += part.absent() ? 0 : FuzzyScore.ofRun(at, part.word().length, text);
      }
    }
    return total;
  }

  private FoundFile found(Hit hit) {
    SearchEntry entry = hit.entry();
    int start = hit.score() >= NAME_FITS && !entry.directory() ? entry.nameStart() : 0;
    return new FoundFile(
        entry.root(), entry.path(), entry.directory(), hit.score(), indices(entry.path(), start));
  }

  private List<Integer> indices(String path, int start) {
    Collection<Integer> indices = new TreeSet<>();
    for (QueryPart part : query.parts()) {
      if (part.absent()) {
        continue;
      }
      text.set(path, start, part.keepAccents());
      int[] positions = new int[part.word().length];
      if (part.kind() == QueryPart.Kind.FUZZY) {
        fuzzy.of(part.word(), text);
        fuzzy.positions(positions.length, start, positions);
      } else {
        int at = start + part.find(text);
        Arrays.setAll(positions, i -> at + i);
      }
      for (int each : positions) {
        indices.add(path.codePointCount(0, each));
      }
    }
    return List.copyOf(indices);
  }
}
