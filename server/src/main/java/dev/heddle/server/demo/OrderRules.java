package dev.heddle.server.demo;

import dev.heddle.server.demo.Transcript.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The promises of the server about order, checked over a whole connection: each request has one
 * answer; a thread or turn is announced after the answer that names it; the items of a turn come
 * between its start and its end; an item starts, streams and completes, in this order, and its
 * pieces joined are its final text. One thread, one connection.
 */
final class OrderRules {
  private final Map<String, String> unanswered = new HashMap<>();
  private final Set<String> answeredThreads = new HashSet<>();
  private final Set<String> answeredTurns = new HashSet<>();
  private final Set<String> runningTurns = new HashSet<>();
  private final Map<String, StringBuilder> openItems = new HashMap<>();

  private OrderRules() {}

  /**
   * Checks a connection that has ended.
   *
   * @throws DemoFailure at the first message that breaks a promise
   */
  static void check(List<Entry> entries) {
    OrderRules rules = new OrderRules();
    entries.forEach(rules::see);
    DemoFailure.unless(rules.unanswered.isEmpty(), "never answered: " + rules.unanswered.values());
    DemoFailure.unless(
        rules.runningTurns.isEmpty(), "turns that never completed: " + rules.runningTurns);
  }

  private void see(Entry entry) {
    String id = entry.text("id");
    if (entry.toServer()) {
      if (id != null && !entry.method().isEmpty()) {
        unanswered.put(id, entry.method());
      }
    } else if (!entry.message().has("method")) {
      answered(entry, id);
    } else if (id == null) {
      notified(entry);
    }
  }

  private void answered(Entry entry, @Nullable String id) {
    require(id != null && unanswered.remove(id) != null, entry, "answers no open request");
    answeredThreads.add(String.valueOf(entry.text("result", "thread", "id")));
    answeredTurns.add(String.valueOf(entry.text("result", "turn", "id")));
  }

  private void notified(Entry entry) {
    switch (entry.method()) {
      case "thread/started" ->
          require(
              answeredThreads.contains(entry.text("params", "thread", "id")),
              entry,
              "comes before the answer that names the thread");
      case "turn/started" -> {
        String turnId = String.valueOf(entry.text("params", "turn", "id"));
        require(answeredTurns.contains(turnId), entry, "comes before the answer to turn/start");
        runningTurns.add(turnId);
      }
      case "turn/completed" ->
          require(
              runningTurns.remove(String.valueOf(entry.text("params", "turn", "id"))),
              entry,
              "ends a turn that does not run");
      case "item/started" -> {
        requireRunning(entry);
        openItems.put(itemOf(entry), new StringBuilder());
      }
      case "item/agentMessage/delta" -> {
        requireRunning(entry);
        StringBuilder text =
            openItems.get(entry.text("params", "turnId") + " " + entry.text("params", "itemId"));
        require(text != null, entry, "streams into an item that is not open");
        if (text != null) {
          text.append(entry.text("params", "delta"));
        }
      }
      case "item/completed" -> {
        requireRunning(entry);
        StringBuilder text = openItems.remove(itemOf(entry));
        require(text != null, entry, "completes an item that is not open");
        require(
            text == null || text.isEmpty() || text.toString().equals(finalText(entry)),
            entry,
            "has another text than its pieces joined");
      }
      default -> {}
    }
  }

  private void requireRunning(Entry entry) {
    require(
        runningTurns.contains(String.valueOf(entry.text("params", "turnId"))),
        entry,
        "belongs to a turn that does not run");
  }

  private static String itemOf(Entry entry) {
    return entry.text("params", "turnId") + " " + entry.text("params", "item", "id");
  }

  private static @Nullable String finalText(Entry entry) {
    return entry.text("params", "item", "text");
  }

  private static void require(boolean holds, Entry entry, String otherwise) {
    DemoFailure.unless(holds, "out of order, " + otherwise + ": " + entry.message());
  }
}
