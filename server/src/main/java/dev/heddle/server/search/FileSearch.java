package dev.heddle.server.search;

import java.util.List;
import java.util.function.BooleanSupplier;

/** One search: through the folders once, keeping the best. Stateless. */
final class FileSearch {
  /** How many files an answer has at most. */
  static final int LIMIT = 50;

  private FileSearch() {}

  /**
   * Searches.
   *
   * @param ended makes the search stop; what it found by then is lost
   */
  static List<FoundFile> run(String query, List<String> roots, BooleanSupplier ended) {
    FileQuery parsed = FileQuery.parse(query);
    if (parsed.isEmpty()) {
      return List.of();
    }
    PathMatcher matcher = new PathMatcher(parsed, LIMIT);
    new FileTree(roots).walk(matcher::offer, ended);
    return ended.getAsBoolean() ? List.of() : matcher.found();
  }
}
