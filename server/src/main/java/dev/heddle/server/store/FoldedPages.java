package dev.heddle.server.store;

import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.rollout.TurnCollector;
import dev.heddle.server.rollout.TurnFold;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
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
    Page<StoredTurn> page = page(fold(threadId), request, StoredTurn::ordinal);
    return new TurnPage(
        page.rows().stream().map(turn -> turn.withItems(items.of(turn.items()))).toList(),
        page.hasMore());
  }

  @Override
  public ItemPage items(String threadId, @Nullable String turnId, Request request) {
    List<StoredItem> items = new ArrayList<>();
    for (StoredTurn turn : fold(threadId)) {
      if (turnId == null || turn.turnId().equals(turnId)) {
        items.addAll(turn.items());
      }
    }
    Page<StoredItem> page = page(items, request, StoredItem::ordinal);
    return new ItemPage(page.rows(), page.hasMore());
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

  private List<StoredTurn> fold(String threadId) {
    TurnCollector turns = new TurnCollector();
    source.replay(threadId, new TurnFold(turns)::accept);
    return turns.turns();
  }

  private record Page<T>(List<T> rows, boolean hasMore) {}

  private static <T> Page<T> page(List<T> all, Request request, ToLongFunction<T> ordinal) {
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
    int end = Math.min(request.limit(), ordered.size());
    while (end > 0 && end < ordered.size() && samePlace(ordered, end, ordinal)) {
      end++; // an anchor cannot stand between them
    }
    return new Page<>(List.copyOf(ordered.subList(0, end)), end < ordered.size());
  }

  private static <T> boolean samePlace(List<T> rows, int at, ToLongFunction<T> ordinal) {
    return ordinal.applyAsLong(rows.get(at)) == ordinal.applyAsLong(rows.get(at - 1));
  }
}
