package dev.heddle.server.store;

import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Capability: pages of a thread's turns and items.
 *
 * <p>Positions are ordinals of the rows' records (line indexes in legacy rollouts). Every method
 * throws NOT_FOUND for an unknown thread; the page of a thread without turns is empty.
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

  /**
   * Those items of a turn that have one of these ids, oldest first; none of an unknown turn.
   *
   * @param maxBytes what they may be made from, about: more fails with INVALID_REQUEST, before any
   *     of it is read
   */
  List<StoredItem> items(String threadId, String turnId, Set<String> itemIds, long maxBytes);

  /** Where the newest item is, whatever it holds; null when there is none. */
  default @Nullable Long newestItem(String threadId) {
    List<StoredItem> newest =
        items(threadId, null, new Request(null, 1, SortDirection.DESC)).items();
    return newest.isEmpty() ? null : newest.getFirst().ordinal();
  }

  /** Where the turn is in the thread's turns; null when there is no such turn. */
  @Nullable Long ordinal(String threadId, String turnId);

  /** Where the item of this turn is in the thread's items; null when there is no such item. */
  @Nullable Long ordinal(String threadId, String turnId, String itemId);

  /**
   * The newest message of a user that its client gave this id; null when the history has none. What
   * a fork inherits is its history, too; what a revert took away is not.
   */
  @Nullable StoredItem sent(String threadId, String clientMessageId);

  /**
   * About how many bytes the items of all turns of the thread are made from, without their contents
   * being read where the store knows their sizes.
   */
  long bytes(String threadId);

  /**
   * @throws ThreadStoreException INVALID_REQUEST when items that were asked for by their ids are
   *     made from more bytes than an answer may be
   */
  static void checkBytes(long bytes, long maxBytes) {
    if (bytes > maxBytes) {
      throw ThreadStoreException.invalid(
          null,
          "the items are too large for one answer ("
              + bytes
              + " bytes; the server's memory allows "
              + maxBytes
              + "): ask for fewer at a time");
    }
  }

  /**
   * Which page. A page ends before the row that would make it larger than a bound; one row it
   * always has, and more than {@code limit} only where several rows share the last one's place.
   *
   * @param anchor where to start; null starts at the end the direction comes from
   * @param limit rows at most, positive
   * @param maxBytes what the items of the page may be made from, about
   * @param maxRowBytes what those of one row may be made from: a page with one that is larger fails
   *     with INVALID_REQUEST, before any of it is read
   * @param direction oldest or newest first
   */
  record Request(
      @Nullable Anchor anchor,
      int limit,
      long maxBytes,
      long maxRowBytes,
      SortDirection direction) {
    /** A page of any size. */
    public Request(@Nullable Anchor anchor, int limit, SortDirection direction) {
      this(anchor, limit, Long.MAX_VALUE, Long.MAX_VALUE, direction);
    }

    /** The same page, but no larger than this. */
    public Request within(long bytes, long rowBytes) {
      return new Request(
          anchor, limit, Math.min(maxBytes, bytes), Math.min(maxRowBytes, rowBytes), direction);
    }

    /** How many of these rows, in page order, the page has. */
    public <T> int end(List<T> rows, ToLongFunction<T> ordinal, ToLongFunction<T> bytes) {
      long sum = 0;
      for (int i = 0; i < rows.size(); i++) {
        T row = rows.get(i);
        sum += maxBytes == Long.MAX_VALUE ? 0 : bytes.applyAsLong(row);
        if (i == 0 && sum > maxRowBytes) {
          throw ThreadStoreException.invalid(
              null,
              "what is asked for has a part that is too large for one answer ("
                  + sum
                  + " bytes; the server's memory allows "
                  + maxRowBytes
                  + "): ask for fewer items of a turn with `itemsView`, or for its items one by one"
                  + " with `thread/items/list`");
        }
        boolean full = i >= limit || sum > maxBytes;
        // An anchor cannot stand between rows that share a place.
        if (full && i > 0 && ordinal.applyAsLong(row) != ordinal.applyAsLong(rows.get(i - 1))) {
          return i;
        }
      }
      return rows.size();
    }
  }

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
