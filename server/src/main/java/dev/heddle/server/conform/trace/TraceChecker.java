package dev.heddle.server.conform.trace;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which one connection's messages may come, stated once; every trace a test records
 * runs through it.
 *
 * <ol>
 *   <li>Every request is answered, once; nothing is answered that was not asked.
 *   <li>A notification caused by a request follows its answer: {@link CausedNotifications}.
 *   <li>A turn starts once, completes once, and its items lie between: {@link TurnOrder}.
 *   <li>Questions of the server are resolved at most once, after they were asked.
 *   <li>Notifications, and only they, carry {@code emittedAtMs}.
 * </ol>
 */
public final class TraceChecker {
  private final List<String> violations = new ArrayList<>();

  private TraceChecker() {}

  /** Fails with every violation and the trace, if there is one. */
  public static void check(List<TraceEntry> trace) {
    List<String> violations = violations(trace);
    if (!violations.isEmpty()) {
      StringBuilder text = new StringBuilder("the trace breaks the order:");
      violations.forEach(each -> text.append("\n * ").append(each));
      trace.forEach(each -> text.append("\n  ").append(each));
      throw new AssertionError(text.toString());
    }
  }

  /** What is wrong with a finished trace; empty if nothing is. */
  public static List<String> violations(List<TraceEntry> trace) {
    TraceChecker checker = new TraceChecker();
    checker.checkAnswers(trace);
    checker.checkTimes(trace);
    checker.checkQuestions(trace);
    CausedNotifications.check(trace, checker.violations);
    TurnOrder.check(trace, checker.violations);
    return checker.violations;
  }

  private void checkAnswers(List<TraceEntry> trace) {
    Map<String, Integer> open = new LinkedHashMap<>();
    for (TraceEntry each : trace) {
      if (!each.fromServer() && each.isRequest()) {
        open.merge(each.id(), 1, Integer::sum);
      } else if (each.fromServer() && each.isResponse()) {
        if (each.message().has("notJson")) {
          violations.add("the output has a line that is not a message: " + each.message());
        } else if (!each.message().has("id")) {
          violations.add("a message has neither a method nor an id: " + each.message());
        } else if (!each.message().get("id").isJsonNull()
            && open.merge(each.id(), -1, Integer::sum) < 0) {
          violations.add("request " + each.id() + " was answered once more than asked");
        }
      }
    }
    open.forEach((id, count) -> {
      if (count > 0) {
        violations.add("request " + id + " was not answered");
      }
    });
  }

  private void checkTimes(List<TraceEntry> trace) {
    for (TraceEntry each : trace) {
      if (each.fromServer() && each.isNotification() != each.message().has("emittedAtMs")) {
        violations.add("emittedAtMs is missing, or where it should not be: " + each);
      }
    }
  }

  private void checkQuestions(List<TraceEntry> trace) {
    Map<String, Boolean> resolved = new LinkedHashMap<>();
    for (TraceEntry each : trace) {
      if (!each.fromServer()) {
        continue;
      }
      if (each.isRequest()) {
        if (Boolean.TRUE.equals(resolved.put(each.id(), false))) {
          violations.add("question " + each.id() + " was asked again after it was resolved");
        }
      } else if (each.method().equals("serverRequest/resolved")) {
        String id = String.valueOf(each.params().get("requestId"));
        Boolean before = resolved.put(id, true);
        if (before == null) {
          violations.add("question " + id + " was resolved but never asked");
        } else if (before) {
          violations.add("question " + id + " was resolved twice");
        }
      }
    }
  }

  /** A member that is a string, or an empty one. */
  static String text(JsonObject object, String member) {
    return object.get(member) != null && object.get(member).isJsonPrimitive()
        ? object.get(member).getAsString()
        : "";
  }

  /** A member that is an object, or an empty one. */
  static JsonObject object(JsonObject object, String member) {
    return object.get(member) instanceof JsonObject inner ? inner : new JsonObject();
  }
}
