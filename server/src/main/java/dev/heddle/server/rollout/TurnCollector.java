package dev.heddle.server.rollout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Listener that keeps every turn with its items: a history in memory.
 *
 * <p><b>Thread-safety:</b> none.
 */
public final class TurnCollector implements TurnListener {
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** The turns so far, oldest first. A snapshot: later records do not change it. */
  public List<StoredTurn> turns() {
    List<StoredTurn> turns = new ArrayList<>(entries.size());
    for (Entry entry : entries.values()) {
      turns.add(entry.withItems());
    }
    return turns;
  }

  @Override
  public void turnStarted(StoredTurn turn) {
    entries.putIfAbsent(turn.turnId(), new Entry(turn));
  }

  @Override
  public void itemCompleted(StoredItem item) {
    Entry entry = entry(item);
    if (entry.streaming.remove(item.itemId())) {
      entry.items.remove(item.itemId()); // its completion gives it its place
    }
    put(entry, item);
  }

  @Override
  public void itemContinued(StoredItem item) {
    itemCompleted(item);
  }

  @Override
  public void itemStreamed(StoredItem item, boolean begins) {
    Entry entry = entry(item);
    if (!entry.items.containsKey(item.itemId())) {
      entry.streaming.add(item.itemId());
    }
    put(entry, item);
  }

  /** The place in the history is the first completion's; everything else is the newest's. */
  private static void put(Entry entry, StoredItem item) {
    entry.items.merge(
        item.itemId(),
        item,
        (first, newest) ->
            new StoredItem(
                newest.turnId(),
                newest.itemId(),
                first.ordinal(),
                newest.startedAtMs(),
                newest.completedAtMs(),
                newest.item()));
  }

  private Entry entry(StoredItem item) {
    return entries.computeIfAbsent(
        item.turnId(),
        turnId ->
            new Entry(
                new StoredTurn(
                    turnId,
                    null,
                    item.ordinal(),
                    StoredTurn.Status.IN_PROGRESS,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of())));
  }

  @Override
  public void turnEnded(StoredTurn ended) {
    Entry entry = entries.get(ended.turnId());
    if (entry != null) {
      entry.turn = entry.turn.endedAs(ended);
    }
  }

  @Override
  public void turnsDropped(List<String> turnIds) {
    turnIds.forEach(entries::remove);
  }

  private static final class Entry {
    private final Map<String, StoredItem> items = new LinkedHashMap<>();
    private final Set<String> streaming = new HashSet<>();
    private StoredTurn turn;

    Entry(StoredTurn turn) {
      this.turn = turn;
    }

    StoredTurn withItems() {
      return turn.withItems(List.copyOf(items.values()));
    }
  }
}
