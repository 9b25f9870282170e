package dev.heddle.server.search;

import java.util.List;

/** What hears of a search that goes on. Called one at a time. */
public interface SearchListener {
  /** Takes what a query found by now, the best first, in place of what was told before. */
  void updated(String query, List<FoundFile> found);

  /** All files were searched for the query that was told last. */
  void completed();
}
