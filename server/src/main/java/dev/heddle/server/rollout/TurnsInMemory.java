package dev.heddle.server.rollout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The turns of a fold that began at the beginning: a few numbers of each.
 *
 * <p><b>Thread-safety:</b> none.
 */
public final class TurnsInMemory implements KnownTurns {
  private final Map<String, Tally> turns = new LinkedHashMap<>();

  @Override
  public @Nullable Long position(String turnId) {
    Tally tally = turns.get(turnId);
    return tally == null ? null : tally.position;
  }

  @Override
  public boolean hasItems(String turnId) {
    Tally tally = turns.get(turnId);
    return tally != null && tally.items > 0;
  }

  @Override
  public void started(String turnId, long position) {
    turns.putIfAbsent(turnId, new Tally(position));
  }

  @Override
  public void added(String turnId, long position, boolean userMessage) {
    Tally tally = turns.computeIfAbsent(turnId, id -> new Tally(position));
    tally.items++;
    tally.hasUserMessage |= userMessage;
  }

  @Override
  public List<String> dropNewest(long userTurns) {
    List<String> ids = new ArrayList<>(turns.keySet());
    int cut = ids.size();
    long left = userTurns;
    while (cut > 0 && left > 0) {
      cut--;
      Tally tally = turns.get(ids.get(cut));
      if (tally != null && tally.hasUserMessage) {
        left--;
      }
    }
    List<String> dropped = List.copyOf(ids.subList(cut, ids.size()));
    dropped.forEach(turns::remove);
    return dropped;
  }

  @Override
  public int itemCount() {
    return turns.values().stream().mapToInt(tally -> tally.items).sum();
  }

  private static final class Tally {
    private final long position;
    private int items;
    private boolean hasUserMessage;

    Tally(long position) {
      this.position = position;
    }
  }
}
