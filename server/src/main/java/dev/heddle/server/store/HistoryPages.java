package dev.heddle.server.store;

import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Capability: pages of a thread's turns and items.
 *
 * <p>Positions are ordinals of the rows' records (line indexes in legacy rollouts). Both methods
 * throw NOT_FOUND for an unknown thread and answer an empty page for a thread without turns.
 */
public interface HistoryPages {
  /** Turns with so many of their items. */
  TurnPage turns(String threadId, Request request, Items items);

  /** Turns with all their items. */
  default TurnPage turns(String threadId, Request request) {
    return turns(threadId, request, Items.ALL);
  }

  /** How many of a turn's items come with it. */
  enum Items {
    ALL,
    /**
     * The first message of the user and the last of the agent; of a turn that is still speaking,
     * also the last one that is complete.
     */
    SUMMARY,
    NONE;

    /** Those of a turn's items. */
    public List<StoredItem> of(List<StoredItem> items) {
      return switch (this) {
        case ALL -> items;
        case NONE -> List.of();
        case SUMMARY -> {
          StoredItem asked = null;
          StoredItem answered = null;
          StoredItem complete = null;
          for (StoredItem item : items) {
            switch (Json.string(item.item(), "type", "")) {
              case "UserMessage" -> asked = asked == null ? item : asked;
              case "AgentMessage" -> {
                answered = item;
                complete = item.completedAtMs() == null ? complete : item;
              }
              default -> {}
            }
          }
          Set<StoredItem> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
          for (StoredItem item : new StoredItem[] {asked, answered, complete}) {
            wanted.add(item);
          }
          yield items.stream().filter(wanted::contains).toList();
        }
      };
    }
  }

  /**
   * Items of the thread, or of one turn; an unknown turn has an empty page.
   *
   * @param turnId null for all turns
   */
  ItemPage items(String threadId, @Nullable String turnId, Request request);

  /** Where the turn is in the thread's turns; null when there is no such turn. */
  @Nullable Long ordinal(String threadId, String turnId);

  /**
   * Which page.
   *
   * @param anchor where to start; null starts at the end the direction comes from
   * @param limit rows at most, positive; more only where several rows share the last one's place
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
