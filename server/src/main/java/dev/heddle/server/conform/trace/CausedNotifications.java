package dev.heddle.server.conform.trace;

import static dev.heddle.server.conform.trace.TraceChecker.object;
import static dev.heddle.server.conform.trace.TraceChecker.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rule that an answer precedes the notifications it causes.
 *
 * <p>For a thread or turn that a request made, the id tells which answer a notification belongs to.
 * For a change to a thread, a notification is too early when the only request that could have
 * caused it is still open.
 *
 * <p>A turn that a waiting message or a goal began has no answer before it; a request that joins
 * that turn may be answered when it runs. Such a turn follows a change of the thread's queue, or
 * the word that its goal is active.
 *
 * <p>A thread that a request made is announced before anything else is told of it, except the
 * tokens it inherited. A client that opted out of the announcement is not held to that.
 */
final class CausedNotifications {
  /** Notifications of a change to a thread, by the method that causes it. */
  private static final Map<String, String> CHANGES =
      Map.of(
          "thread/archive", "thread/archived",
          "thread/unarchive", "thread/unarchived",
          "thread/delete", "thread/deleted",
          "thread/revert", "thread/reverted",
          "thread/name/set", "thread/name/updated",
          "thread/section/move", "thread/section/changed",
          "thread/attachment/add", "thread/attachment/updated",
          "thread/attachment/remove", "thread/attachment/updated",
          "thread/goal/set", "thread/goal/updated",
          "thread/goal/clear", "thread/goal/cleared");

  private final List<String> violations;
  private final Map<String, TraceEntry> openRequests = new HashMap<>();
  private final Set<String> startedThreads = new HashSet<>();
  private final Map<String, String> newThreads = new HashMap<>();
  private final Set<String> startedTurns = new HashSet<>();
  private final Set<String> answeredTurns = new HashSet<>();
  private final Set<String> changedQueues = new HashSet<>(); // since their threads' last turns
  private final Set<String> pursuingThreads = new HashSet<>(); // their goals are active
  private final Set<String> ownTurns = new HashSet<>(); // that may have begun by themselves
  private final Map<String, Integer> surplus = new HashMap<>();

  private CausedNotifications(List<String> violations) {
    this.violations = violations;
  }

  static void check(List<TraceEntry> trace, List<String> violations) {
    CausedNotifications rule = new CausedNotifications(violations);
    trace.forEach(rule::next);
  }

  private void next(TraceEntry entry) {
    if (!entry.fromServer()) {
      if (entry.isRequest()) {
        openRequests.put(entry.id(), entry);
      }
    } else if (entry.isResponse()) {
      TraceEntry request = openRequests.remove(entry.id());
      if (request != null && entry.message().has("result")) {
        answered(request, entry);
      }
    } else if (entry.isNotification()) {
      notified(entry);
    }
  }

  private void answered(TraceEntry request, TraceEntry response) {
    switch (request.method()) {
      case "thread/start", "thread/fork" -> {
        String threadId = text(object(response.result(), "thread"), "id");
        if (startedThreads.contains(threadId)) {
          violations.add("thread/started of " + threadId + " precedes its answer");
        }
        newThreads.put(threadId, "");
      }
      case "turn/start", "review/start", "thread/queue/start" -> {
        String turnId = text(object(response.result(), "turn"), "id");
        boolean joins = request.method().equals("turn/start") && ownTurns.contains(turnId);
        // A second answer with the same turn joined it while it ran.
        if (answeredTurns.add(turnId) && startedTurns.contains(turnId) && !joins) {
          violations.add("turn/started of " + turnId + " precedes its answer");
        }
      }
      default -> {
        String change = CHANGES.get(request.method());
        if (change != null) {
          surplus.merge(change + " " + text(request.params(), "threadId"), 1, Integer::sum);
        }
      }
    }
  }

  private void notified(TraceEntry notification) {
    switch (notification.method()) {
      case "thread/started" -> {
        String threadId = text(object(notification.params(), "thread"), "id");
        startedThreads.add(threadId);
        String earlier = newThreads.remove(threadId);
        if (earlier != null && !earlier.isEmpty()) {
          violations.add(earlier + " of " + threadId + " precedes its thread/started");
        }
      }
      case "turn/started" -> {
        String turnId = text(object(notification.params(), "turn"), "id");
        startedTurns.add(turnId);
        String threadId = text(notification.params(), "threadId");
        if (changedQueues.contains(threadId) || pursuingThreads.contains(threadId)) {
          ownTurns.add(turnId);
        }
      }
      case "turn/completed" -> changedQueues.remove(text(notification.params(), "threadId"));
      case "thread/queue/changed" -> {
        changedQueues.add(text(notification.params(), "threadId"));
        changed(notification);
      }
      case "thread/goal/updated" -> {
        String threadId = text(notification.params(), "threadId");
        if (text(object(notification.params(), "goal"), "status").equals("active")) {
          pursuingThreads.add(threadId);
        } else {
          pursuingThreads.remove(threadId);
        }
        changed(notification);
      }
      default -> changed(notification);
    }
  }

  private void changed(TraceEntry notification) {
    String threadId = text(notification.params(), "threadId");
    if (!notification.method().equals("thread/tokenUsage/updated")) {
      newThreads.computeIfPresent(
          threadId, (id, earlier) -> earlier.isEmpty() ? notification.method() : earlier);
    }
    String key = notification.method() + " " + threadId;
    if (surplus.getOrDefault(key, 0) > 0) {
      surplus.merge(key, -1, Integer::sum);
      return;
    }
    if (notification.method().equals("thread/goal/updated")
        && !text(notification.params(), "turnId").isEmpty()) {
      return; // a turn's doing
    }
    for (TraceEntry open : openRequests.values()) {
      if (notification.method().equals(CHANGES.get(open.method()))
          && text(open.params(), "threadId").equals(threadId)) {
        violations.add(notification.method() + " of " + threadId + " precedes its answer");
      }
    }
  }
}
