package dev.heddle.server.store.local;

import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.local.HistoryParts.Part;
import dev.heddle.server.store.local.HistoryRows.Event;
import dev.heddle.server.store.local.HistoryRows.TurnRow;
import dev.heddle.server.store.local.HistoryTables.Range;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Pages of history out of the index: rows say which turns and items a page has and where their
 * records are, the file says what is in them.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class IndexedPages {
  private final HistoryIndex index;

  IndexedPages(HistoryIndex index) {
    this.index = index;
  }

  HistoryPages.TurnPage turns(
      HistoryParts history, HistoryPages.Request request, HistoryPages.Items items)
      throws IndexException, IOException {
    boolean[] more = {false};
    List<PlacedTurn> found =
        index.ask(
            history,
            c -> {
              List<TurnRow> rows =
                  page(
                      request,
                      TurnRow::ordinal,
                      more,
                      limit -> turnRows(c, history, request, limit));
              List<PlacedTurn> turns = new ArrayList<>();
              for (TurnRow row : rows) {
                turns.add(new PlacedTurn(row.ordinal(), IndexedTurn.of(c, history, row.turnId())));
              }
              return turns;
            });
    int end = request.end(found, PlacedTurn::ordinal, placed -> placed.turn().bytes(items));
    more[0] |= end < found.size();
    List<StoredTurn> turns = new ArrayList<>(end);
    try (IndexedTurn.Records records = new IndexedTurn.Records(history)) {
      for (PlacedTurn placed : found.subList(0, end)) {
        IndexedTurn turn = placed.turn();
        List<StoredItem> wanted = items.of(turn.turn().items());
        List<StoredItem> whole = new ArrayList<>(wanted.size());
        for (StoredItem item : wanted) {
          whole.add(turn.whole(item, records));
        }
        turns.add(turn.turn().withItems(whole));
      }
    }
    return new HistoryPages.TurnPage(turns, more[0]);
  }

  HistoryPages.ItemPage items(
      HistoryParts history, @Nullable String turnId, HistoryPages.Request request)
      throws IndexException, IOException {
    boolean[] more = {false};
    List<Placed> found =
        index.ask(
            history,
            c ->
                page(
                    request,
                    placed -> placed.item().ordinal(),
                    more,
                    limit ->
                        turnId == null
                            ? itemRows(c, history, request, limit)
                            : itemsOf(c, history, turnId, request, limit)));
    List<Placed> ordered = new ArrayList<>(found);
    ordered.sort(
        request.direction() == SortDirection.ASC
            ? Placed::compareTo
            : (one, other) -> other.compareTo(one));
    int end =
        request.end(
            ordered, placed -> placed.item().ordinal(), placed -> placed.in().bytes(placed.item()));
    more[0] |= end < ordered.size();
    List<StoredItem> items = new ArrayList<>(end);
    try (IndexedTurn.Records records = new IndexedTurn.Records(history)) {
      for (Placed placed : ordered.subList(0, end)) {
        items.add(placed.in().whole(placed.item(), records));
      }
    }
    return new HistoryPages.ItemPage(items, more[0]);
  }

  /** See {@link HistoryPages#items(String, String, Set, long)}. */
  List<StoredItem> items(HistoryParts history, String turnId, Set<String> itemIds, long maxBytes)
      throws IndexException, IOException {
    IndexedTurn turn = index.ask(history, c -> IndexedTurn.of(c, history, turnId));
    List<StoredItem> found =
        turn.turn().items().stream()
            .filter(item -> itemIds.contains(item.itemId()))
            .sorted(Comparator.comparingLong(StoredItem::ordinal))
            .toList();
    HistoryPages.checkBytes(found.stream().mapToLong(turn::bytes).sum(), maxBytes);
    List<StoredItem> items = new ArrayList<>(found.size());
    try (IndexedTurn.Records records = new IndexedTurn.Records(history)) {
      for (StoredItem item : found) {
        items.add(turn.whole(item, records));
      }
    }
    return items;
  }

  /** The newest message of a user that its client gave this id, or null. */
  @Nullable StoredItem sent(HistoryParts history, String clientMessageId)
      throws IndexException, IOException {
    Placed found =
        index
            .ask(history, c -> Optional.ofNullable(sentRow(c, history, clientMessageId)))
            .orElse(null);
    if (found == null) {
      return null;
    }
    try (IndexedTurn.Records records = new IndexedTurn.Records(history)) {
      return found.in().whole(found.item(), records);
    }
  }

  private static @Nullable Placed sentRow(
      Connection c, HistoryParts history, String clientMessageId) throws SQLException {
    for (Part part : history.parts().reversed()) {
      Event row = HistoryTables.sent(c, part.id(), part.end(), clientMessageId);
      if (row != null) {
        IndexedTurn turn =
            IndexedTurn.of(c, history, HistoryTables.turnId(c, part.id(), row.turn()));
        for (StoredItem item : turn.turn().items()) {
          if (item.itemId().equals(row.itemId())) {
            return new Placed(item, turn);
          }
        }
      }
    }
    return null;
  }

  /** Where the newest item is; null when there is none. */
  @Nullable Long newestItem(HistoryParts history) throws IndexException {
    HistoryPages.Request newest = new HistoryPages.Request(null, 1, SortDirection.DESC);
    return index
        .ask(history, c -> itemRows(c, history, newest, 1).stream().findFirst())
        .map(placed -> placed.item().ordinal())
        .orElse(null);
  }

  /** Where the item of this turn is; null when there is no such item. */
  @Nullable Long ordinal(HistoryParts history, String turnId, String itemId) throws IndexException {
    return index
        .ask(
            history,
            c ->
                IndexedTurn.of(c, history, turnId).turn().items().stream()
                    .filter(item -> item.itemId().equals(itemId))
                    .findFirst())
        .map(StoredItem::ordinal)
        .orElse(null);
  }

  /** How long the lines are that the items of all turns are made from. */
  long bytes(HistoryParts history) throws IndexException {
    return index.ask(
        history,
        c -> {
          long sum = 0;
          for (Part part : history.parts()) {
            sum += HistoryTables.bytes(c, part.id(), part.end());
          }
          return sum;
        });
  }

  /** A turn and its place among the turns. */
  private record PlacedTurn(long ordinal, IndexedTurn turn) {}

  /** An item and the turn it is in. */
  private record Placed(StoredItem item, IndexedTurn in) {
    // By hand: comparators that are put together have the JVM make classes in a first page.
    int compareTo(Placed other) {
      int order = Long.compare(item.ordinal(), other.item.ordinal());
      if (order == 0) {
        order = Long.compare(in.turn().ordinal(), other.in.turn().ordinal());
      }
      return order != 0 ? order : Integer.compare(place(), other.place());
    }

    private int place() {
      return in.turn().items().indexOf(item);
    }
  }

  /** Rows of a page up to some number. */
  @FunctionalInterface
  private interface Rows<T> {
    List<T> upTo(int limit) throws SQLException;
  }

  /** The rows of the page; those that share a place are not torn apart. */
  private static <T> List<T> page(
      HistoryPages.Request request, ToLongFunction<T> ordinal, boolean[] more, Rows<T> rows)
      throws SQLException {
    for (int limit = request.limit() + 1; ; limit *= 2) {
      List<T> found = rows.upTo(limit);
      int end = Math.min(request.limit(), found.size());
      while (end > 0
          && end < found.size()
          && ordinal.applyAsLong(found.get(end)) == ordinal.applyAsLong(found.get(end - 1))) {
        end++;
      }
      if (end < found.size() || found.size() < limit) {
        more[0] = end < found.size();
        return found.subList(0, end);
      }
    }
  }

  /** The ordinals that a page can have: its anchor and what lies ahead of it. */
  private static Range ahead(HistoryPages.Request request) {
    HistoryPages.Anchor anchor = request.anchor();
    if (anchor == null) {
      return Range.ALL;
    }
    int beyond = anchor.inclusive() ? 0 : 1;
    return request.direction() == SortDirection.ASC
        ? new Range(anchor.ordinal() + beyond, Long.MAX_VALUE)
        : new Range(Long.MIN_VALUE, anchor.ordinal() - beyond);
  }

  private static List<Part> ordered(HistoryParts history, SortDirection direction) {
    return direction == SortDirection.ASC ? history.parts() : history.parts().reversed();
  }

  private static List<TurnRow> turnRows(
      Connection c, HistoryParts history, HistoryPages.Request request, int limit)
      throws SQLException {
    List<TurnRow> rows = new ArrayList<>();
    for (Part part : ordered(history, request.direction())) {
      if (rows.size() < limit) {
        rows.addAll(
            HistoryTables.turns(
                c,
                part.id(),
                part.end(),
                within(part, ahead(request)),
                request.direction(),
                limit - rows.size()));
      }
    }
    return rows;
  }

  /** What lies behind the end of an inherited part need not be looked through. */
  private static Range within(Part part, Range range) {
    long end = part.file().endOrdinal();
    return end == Long.MAX_VALUE ? range : new Range(range.from(), Math.min(range.to(), end - 1));
  }

  private static List<Placed> itemRows(
      Connection c, HistoryParts history, HistoryPages.Request request, int limit)
      throws SQLException {
    Map<String, Placed> items = new LinkedHashMap<>();
    Map<String, IndexedTurn> turns = new HashMap<>();
    for (Part part : ordered(history, request.direction())) {
      for (int want = limit - items.size(); items.size() < limit; want *= 2) {
        List<Event> heads =
            HistoryTables.heads(
                c, part.id(), part.end(), ahead(request), request.direction(), want);
        for (Event head : heads) {
          String turnId = HistoryTables.turnId(c, part.id(), head.turn());
          IndexedTurn turn = turns.get(turnId);
          if (turn == null) {
            turn = IndexedTurn.of(c, history, turnId);
            turns.put(turnId, turn);
          }
          StoredItem item = turn.item(Objects.requireNonNull(head.itemId()), head.ordinal());
          if (item != null && items.size() < limit) {
            items.put(turnId + ' ' + item.itemId(), new Placed(item, turn));
          }
        }
        if (heads.size() < want) {
          break;
        }
      }
    }
    return new ArrayList<>(items.values());
  }

  private static List<Placed> itemsOf(
      Connection c, HistoryParts history, String turnId, HistoryPages.Request request, int limit)
      throws SQLException {
    List<Placed> items = new ArrayList<>();
    IndexedTurn turn = IndexedTurn.of(c, history, turnId);
    Range range = ahead(request);
    List<StoredItem> all = new ArrayList<>(turn.turn().items());
    all.sort(Comparator.comparingLong(StoredItem::ordinal));
    for (StoredItem item : request.direction() == SortDirection.ASC ? all : all.reversed()) {
      if (item.ordinal() >= range.from() && item.ordinal() <= range.to() && items.size() < limit) {
        items.add(new Placed(item, turn));
      }
    }
    return items;
  }
}
