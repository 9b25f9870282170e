package dev.heddle.server.turn;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ReasoningSummaryPartAddedNotification;
import dev.heddle.protocol.v2.ReasoningSummaryTextDeltaNotification;
import dev.heddle.protocol.v2.ReasoningTextDeltaNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RolloutRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reasoning of the model while it streams: parts of a summary, and raw text where it gives any. */
final class OpenReasoning implements OpenItem {
  private final TurnScope scope;
  private final String itemId;
  private final Map<Integer, Part> summary = new TreeMap<>();
  private final Map<Integer, Part> raw = new TreeMap<>();
  private long startedAtMs;

  private record Part(StringBuilder text, PartialText partial, ThreadDeltas deltas) {
    void append(String piece) {
      text.append(piece);
      partial.append(piece);
      deltas.append(piece);
    }
  }

  OpenReasoning(TurnScope scope, String itemId) {
    this.scope = scope;
    this.itemId = itemId;
  }

  @Override
  public String itemId() {
    return itemId;
  }

  @Override
  public void start() {
    startedAtMs =
        scope.items().started(StoredItems.reasoning(itemId, List.of(), List.of()), itemId);
  }

  void startPart(int summaryIndex) {
    scope.toSubscribers(
        ServerNotifications.ITEM_REASONING_SUMMARY_PART_ADDED,
        new ReasoningSummaryPartAddedNotification(
            scope.threadId(), scope.turnId(), itemId, summaryIndex));
  }

  void appendSummary(int summaryIndex, String piece) {
    summary
        .computeIfAbsent(
            summaryIndex,
            index ->
                new Part(
                    new StringBuilder(),
                    scope.partialSummary(itemId, index),
                    scope.deltas(
                        ServerNotifications.ITEM_REASONING_SUMMARY_TEXT_DELTA,
                        text ->
                            new ReasoningSummaryTextDeltaNotification(
                                scope.threadId(), scope.turnId(), itemId, text, index))))
        .append(piece);
  }

  void appendRaw(int contentIndex, String piece) {
    raw.computeIfAbsent(
            contentIndex,
            index ->
                new Part(
                    new StringBuilder(),
                    scope.partialReasoning(itemId, index),
                    scope.deltas(
                        ServerNotifications.ITEM_REASONING_TEXT_DELTA,
                        text ->
                            new ReasoningTextDeltaNotification(
                                scope.threadId(), scope.turnId(), itemId, text, index))))
        .append(piece);
  }

  @Override
  public void complete(JsonObject item, RolloutRecord record) {
    scope
        .items()
        .completed(
            StoredItems.reasoning(itemId, texts(item, "summary"), texts(item, "content")),
            itemId,
            startedAtMs,
            List.of(record));
  }

  @Override
  public void breakOff(boolean keepInContext) {
    // Reasoning without its encrypted end is of no use to the model: kept for people only.
    scope
        .items()
        .completed(
            StoredItems.reasoning(itemId, texts(summary), texts(raw)),
            itemId,
            startedAtMs,
            List.of());
  }

  private static List<String> texts(Map<Integer, Part> parts) {
    return parts.values().stream().map(part -> part.text().toString()).toList();
  }

  private static List<String> texts(JsonObject item, String member) {
    List<String> texts = new ArrayList<>();
    if (item.get(member) instanceof JsonArray parts) {
      for (JsonElement part : parts) {
        if (part instanceof JsonObject piece) {
          texts.add(Json.string(piece, "text", ""));
        }
      }
    }
    return texts;
  }
}
