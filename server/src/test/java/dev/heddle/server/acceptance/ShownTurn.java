package dev.heddle.server.acceptance;

import com.google.gson.JsonObject;
import dev.heddle.server.conform.trace.TraceEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a client was shown of the one turn of a thread, and when.
 *
 * <p><b>Thread-safety:</b> thread-safe: the client's reader sees, the test asks.
 */
final class ShownTurn {
  private final String threadId;
  private final Map<String, List<Piece>> items = new LinkedHashMap<>();
  private boolean completed;
  private long killedAt = Long.MAX_VALUE;

  /** Text that was shown up to here by then. */
  private record Piece(int length, long atNs) {}

  ShownTurn(String threadId) {
    this.threadId = threadId;
  }

  String threadId() {
    return threadId;
  }

  /** Takes note of what concerns the turn. */
  synchronized void see(TraceEntry entry) {
    if (!entry.isNotification()) {
      return;
    }
    JsonObject params = entry.params();
    if (!params.has("threadId") || !params.get("threadId").getAsString().equals(threadId)) {
      return;
    }
    switch (entry.method()) {
      case "item/started" -> begin(params.getAsJsonObject("item"));
      case "item/agentMessage/delta", "item/reasoning/summaryTextDelta" ->
          more(params.get("itemId").getAsString(), params.get("delta").getAsString());
      case "turn/completed" -> completed = true;
      default -> {}
    }
  }

  private void begin(JsonObject item) {
    if (!item.get("type").getAsString().equals("userMessage")) {
      items.put(item.get("id").getAsString(), new ArrayList<>());
    }
  }

  private void more(String itemId, String text) {
    List<Piece> pieces = items.get(itemId);
    int before = pieces.isEmpty() ? 0 : pieces.getLast().length();
    pieces.add(new Piece(before + text.length(), System.nanoTime()));
  }

  /** The server was killed then. */
  synchronized void killed(long atNs) {
    killedAt = atNs;
  }

  synchronized boolean completed() {
    return completed;
  }

  /** The items that were shown to begin, but the user's. */
  synchronized List<String> itemIds() {
    return List.copyOf(items.keySet());
  }

  /** For how long something had been shown at the kill that is not among the stored text. */
  synchronized long behindMs(String itemId, int stored) {
    return items.get(itemId).stream()
        .filter(piece -> piece.length() > stored)
        .mapToLong(piece -> TimeUnit.NANOSECONDS.toMillis(killedAt - piece.atNs()))
        .max()
        .orElse(0);
  }
}
