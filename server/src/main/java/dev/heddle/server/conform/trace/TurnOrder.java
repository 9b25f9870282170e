package dev.heddle.server.conform.trace;

import static dev.heddle.server.conform.trace.TraceChecker.object;
import static dev.heddle.server.conform.trace.TraceChecker.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rule for turns and their items: a turn is started, then its items, then completed; an item is
 * started, then its deltas, then completed with the text that the deltas were; nothing about a turn
 * follows its completion. The thread is active when a turn starts and no longer when it completes.
 *
 * <p>Of a turn that the client joined midway, by resuming its thread, only the end is checked.
 */
final class TurnOrder {
  /** What may name a turn that is over. */
  private static final Set<String> AFTERWARDS =
      Set.of("serverRequest/resolved", "thread/tokenUsage/updated", "thread/readState/changed");

  /** Deltas whose texts make up a member of the completed item. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "item/agentMessage/delta", "text",
          "item/plan/delta", "text",
          "item/reasoning/summaryTextDelta", "summary",
          "item/reasoning/textDelta", "content");

  private final List<String> violations;
  private final Map<String, Turn> turns = new HashMap<>();
  private final Map<String, String> statuses = new HashMap<>();

  private TurnOrder(List<String> violations) {
    this.violations = violations;
  }

  static void check(List<TraceEntry> trace, List<String> violations) {
    TurnOrder rule = new TurnOrder(violations);
    for (TraceEntry entry : trace) {
      if (entry.fromServer() && entry.isResponse()) {
        rule.joined(entry.result());
      } else if (entry.fromServer() && entry.isNotification()) {
        rule.notified(entry.method(), entry.params());
      }
    }
  }

  private void joined(JsonObject result) {
    JsonElement listed = object(result, "thread").get("turns");
    if (listed != null && listed.isJsonArray()) {
      for (JsonElement each : listed.getAsJsonArray()) {
        JsonObject turn = each.getAsJsonObject();
        if (text(turn, "status").equals("inProgress")) {
          Turn joined = turnOf(text(turn, "id"));
          joined.started = true;
          joined.joinedMidway = true;
        }
      }
    }
  }

  private void notified(String method, JsonObject params) {
    switch (method) {
      case "thread/status/changed" ->
          statuses.put(text(params, "threadId"), text(object(params, "status"), "type"));
      case "turn/started" -> started(params);
      case "turn/completed" -> completed(params);
      default -> {
        String turnId = text(params, "turnId");
        if (!turnId.isEmpty()) {
          within(method, params, turnId);
        }
      }
    }
  }

  private void started(JsonObject params) {
    String turnId = text(object(params, "turn"), "id");
    Turn turn = turnOf(turnId);
    if (turn.started && !turn.joinedMidway) {
      violations.add("turn " + turnId + " started twice");
    }
    turn.started = true;
    String status = statuses.get(text(params, "threadId"));
    if (status != null && !status.equals("active")) {
      violations.add("turn " + turnId + " started while its thread is " + status);
    }
  }

  private void completed(JsonObject params) {
    String turnId = text(object(params, "turn"), "id");
    Turn turn = turnOf(turnId);
    if (!turn.started) {
      violations.add("turn " + turnId + " completed but never started");
    }
    if (turn.completed) {
      violations.add("turn " + turnId + " completed twice");
    }
    turn.completed = true;
    boolean succeeded = text(object(params, "turn"), "status").equals("completed");
    turn.items.forEach((itemId, item) -> {
      // To clients a compaction that is completed is one that took place.
      boolean failed = item.type.equals("contextCompaction") && !succeeded;
      if (!item.completed && !failed) {
        violations.add("item " + itemId + " was not completed before turn " + turnId);
      }
    });
    if ("active".equals(statuses.get(text(params, "threadId")))) {
      violations.add("turn " + turnId + " completed while its thread is active");
    }
  }

  private void within(String method, JsonObject params, String turnId) {
    Turn turn = turnOf(turnId);
    if (turn.completed && !AFTERWARDS.contains(method)) {
      violations.add(method + " follows the end of turn " + turnId);
    }
    if (method.equals("item/started")) {
      itemStarted(turn, turnId, object(params, "item"));
    } else if (method.equals("item/completed")) {
      itemCompleted(turn, object(params, "item"));
    } else if (params.has("itemId") && method.startsWith("item/")) {
      delta(turn, method, params);
    }
  }

  private void itemStarted(Turn turn, String turnId, JsonObject item) {
    String itemId = text(item, "id");
    // The mode of a review is announced before the turn it is about to start.
    if (!turn.started && !text(item, "type").equals("enteredReviewMode")) {
      violations.add("item " + itemId + " started before turn " + turnId);
    }
    if (turn.items.putIfAbsent(itemId, new Item(text(item, "type"))) != null) {
      violations.add("item " + itemId + " started twice");
    }
  }

  private void itemCompleted(Turn turn, JsonObject params) {
    String itemId = text(params, "id");
    Item item = turn.items.get(itemId);
    if (item == null) {
      if (!turn.joinedMidway) {
        violations.add("item " + itemId + " completed but never started");
      }
      return;
    }
    if (item.completed) {
      violations.add("item " + itemId + " completed twice");
    }
    item.completed = true;
    item.texts.forEach((place, streamed) -> {
      String whole = textAt(params, place);
      if (!whole.contentEquals(streamed)) {
        violations.add(
            "the deltas of item "
                + itemId
                + " are not its "
                + place
                + ": '"
                + streamed
                + "' against '"
                + whole
                + "'");
      }
    });
  }

  private void delta(Turn turn, String method, JsonObject params) {
    String itemId = text(params, "itemId");
    Item item = turn.items.get(itemId);
    if (item == null) {
      if (!turn.joinedMidway) {
        violations.add(method + " of item " + itemId + " which never started");
      }
      return;
    }
    if (item.completed) {
      violations.add(method + " of item " + itemId + " follows its end");
    }
    String member = TEXTS.get(method);
    if (member != null) {
      String index = text(params, "summaryIndex") + text(params, "contentIndex");
      item.texts
          .computeIfAbsent(
              index.isEmpty() ? member : member + " " + index, k -> new StringBuilder())
          .append(text(params, "delta"));
    }
  }

  private static String textAt(JsonObject item, String place) {
    int blank = place.indexOf(' ');
    if (blank < 0) {
      return text(item, place);
    }
    JsonElement list = item.get(place.substring(0, blank));
    int index = Integer.parseInt(place.substring(blank + 1));
    return list != null && list.isJsonArray() && index < list.getAsJsonArray().size()
        ? list.getAsJsonArray().get(index).getAsString()
        : "";
  }

  private Turn turnOf(String turnId) {
    return turns.computeIfAbsent(turnId, id -> new Turn());
  }

  /** What is known of one turn so far. */
  private static final class Turn {
    private final Map<String, Item> items = new LinkedHashMap<>();
    private boolean started;
    private boolean completed;
    private boolean joinedMidway;
  }

  /** What is known of one item so far. */
  private static final class Item {
    private final String type;
    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private boolean completed;

    Item(String type) {
      this.type = type;
    }
  }
}
