package dev.heddle.server.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Capability of stores that find threads by what was said in them. An answer is what a scan of
 * every journal with {@link VisibleMessages} would find, however the store gets there.
 */
public interface ThreadSearch {
  /**
   * One page of the threads in which a message contains the term.
   *
   * @param term not empty; compared as {@link VisibleMessages#contains}
   * @param query which threads, in which order; its own search term is ignored
   */
  Page search(String term, ThreadQuery query);

  /**
   * A thread and the oldest message in it that contains the term.
   *
   * @param message its whole text
   */
  record Match(StoredThread thread, String message) {}

  /**
   * One page.
   *
   * @param next where the following page starts; null at the end
   */
  record Page(List<Match> matches, @Nullable ListCursor next) {}
}
