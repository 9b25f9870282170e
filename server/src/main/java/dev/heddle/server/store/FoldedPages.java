package dev.heddle.server.store;

import dev.heddle.server.rollout.JsonSize;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.rollout.TurnCollector;
import dev.heddle.server.rollout.TurnFold;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Pages of history made by folding all of it, for stores that keep no index of offsets.
 *
 * <p><b>Thread-safety:</b> as the source of the records; this class has no state.
 */
public final class FoldedPages implements HistoryPages {
  /** Hands every record of a thread's history to the consumer, oldest first. */
  @FunctionalInterface
  public interface Replay {
    void replay(String threadId, Consumer<RolloutRecord> sink);
  }

  private final Replay source;

  public FoldedPages(Replay source) {
    this.source = source;
  }

  @Override
  public TurnPage turns(String threadId, Request request, Items items) {
    List<StoredTurn> turns =
        fold(threadId).stream().map(turn -> turn.withItems(items.of(turn.items()))).toList();
    Page<StoredTurn> page = page(turns, request, StoredTurn::ordinal, FoldedPages::bytes);
    return new TurnPage(page.rows(), page.hasMore());
  }

  @Override
  public ItemPage items(String threadId, @Nullable String turnId, Request request) {
    List<StoredItem> items = new ArrayList<>();
    for (StoredTurn turn : fold(threadId)) {
      if (turnId == null || turn.turnId().equals(turnId)) {
        items.addAll(turn.items());
      }
    }
    Page<StoredItem> page = page(items, request, StoredItem::ordinal, FoldedPages::bytes);
    return new ItemPage(page.rows(), page.hasMore());
  }

  @Override
  public List<StoredItem> items(
      String threadId, String turnId, Set<String> itemIds, long maxBytes) {
    List<StoredItem> found =
        fold(threadId).stream()
            .filter(turn -> turn.turnId().equals(turnId))
            .flatMap(turn -> turn.items().stream())
            .filter(item -> itemIds.contains(item.itemId()))
            .sorted(Comparator.comparingLong(StoredItem::ordinal))
            .toList();
    HistoryPages.checkBytes(found.stream().mapToLong(FoldedPages::bytes).sum(), maxBytes);
    return found;
  }

  @Override
  public @Nullable Long ordinal(String threadId, String turnId) {
    for (StoredTurn turn : fold(threadId)) {
      if (turn.turnId().equals(turnId)) {
        return turn.ordinal();
      }
    }
    return null;
  }

  @Override
  public @Nullable Long ordinal(String threadId, String turnId, String itemId) {
    for (StoredTurn turn : fold(threadId)) {
      for (StoredItem item : turn.items()) {
        if (turn.turnId().equals(turnId) && item.itemId().equals(itemId)) {
          return item.ordinal();
        }
      }
    }
    return null;
  }

  @Override
  public @Nullable StoredItem sent(String threadId, String clientMessageId) {
    StoredItem newest = null;
    for (StoredTurn turn : fold(threadId)) {
      for (StoredItem item : turn.items()) {
        if (clientMessageId.equals(item.clientMessageId())) {
          newest = item;
        }
      }
    }
    return newest;
  }

  @Override
  public long bytes(String threadId) {
    return fold(threadId).stream().mapToLong(FoldedPages::bytes).sum();
  }

  private static long bytes(StoredTurn turn) {
    return turn.items().stream().mapToLong(FoldedPages::bytes).sum();
  }

  private static long bytes(StoredItem item) {
    return JsonSize.of(item.item());
  }

  private List<StoredTurn> fold(String threadId) {
    TurnCollector turns = new TurnCollector();
    source.replay(threadId, new TurnFold(turns)::accept);
    return turns.turns();
  }

  private record Page<T>(List<T> rows, boolean hasMore) {}

  private static <T> Page<T> page(
      List<T> all, Request request, ToLongFunction<T> ordinal, ToLongFunction<T> bytes) {
    List<T> ordered = new ArrayList<>(all);
    // A command may outlive its turn: an anchor has its place among all rows, not within a turn.
    ordered.sort(Comparator.comparingLong(ordinal));
    boolean ascending = request.direction() == SortDirection.ASC;
    if (!ascending) {
      Collections.reverse(ordered);
    }
    Anchor anchor = request.anchor();
    if (anchor != null) {
      ordered.removeIf(row -> {
        int distance = Long.compare(ordinal.applyAsLong(row), anchor.ordinal());
        int ahead = ascending ? distance : -distance;
        return ahead < 0 || (ahead == 0 && !anchor.inclusive());
      });
    }
    int end = request.end(ordered, ordinal, bytes);
    return new Page<>(List.copyOf(ordered.subList(0, end)), end < ordered.size());
  }
}
