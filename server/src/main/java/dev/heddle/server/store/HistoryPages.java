package dev.heddle.server.store;

import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Capability: pages of a thread's turns and items.
 *
 * <p>Positions are ordinals of the rows' records (line indexes in legacy rollouts). Both methods
 * throw NOT_FOUND for an unknown thread and answer an empty page for a thread without turns.
 */
public interface HistoryPages {
  /** Turns with all their items. */
  TurnPage turns(String threadId, Request request);

  /**
   * Items of the thread, or of one turn; an unknown turn has an empty page.
   *
   * @param turnId null for all turns
   */
  ItemPage items(String threadId, @Nullable String turnId, Request request);

  /**
   * Which page.
   *
   * @param anchor where to start; null starts at the end the direction comes from
   * @param limit rows at most; positive
   * @param direction oldest or newest first
   */
  record Request(@Nullable Anchor anchor, int limit, SortDirection direction) {}

  /**
   * A row to start at.
   *
   * @param ordinal the row's
   * @param inclusive whether the row itself belongs to the page
   */
  record Anchor(long ordinal, boolean inclusive) {}

  /**
   * Turns in page order.
   *
   * @param hasMore whether more rows follow in this direction
   */
  record TurnPage(List<StoredTurn> turns, boolean hasMore) {}

  /**
   * Items in page order.
   *
   * @param hasMore whether more rows follow in this direction
   */
  record ItemPage(List<StoredItem> items, boolean hasMore) {}
}
