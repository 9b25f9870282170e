package dev.heddle.server.exec;

import dev.heddle.protocol.v2.ThreadBackgroundTerminal;
import dev.heddle.server.process.ChildProcesses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The commands of models that run, by the id the model knows them by. A thread has a bounded
 * number; the oldest goes for a new one: of those that have ended, or else one that is ended for
 * it.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ExecSessions {
  private static final int MAX_PER_THREAD = 32;
  private static final int FIRST_ID = 1000;
  private static final int LAST_ID = 100_000;

  private final ChildProcesses processes;
  private int lastId =
      ThreadLocalRandom.current().nextInt(FIRST_ID, LAST_ID / 2); // guarded by this
  private final Map<String, ExecSession> byId = new HashMap<>(); // guarded by this
  private final Map<String, Deque<ExecSession>> byThread = new HashMap<>(); // guarded by this

  public ExecSessions(ChildProcesses processes) {
    this.processes = processes;
  }

  ChildProcesses processes() {
    return processes;
  }

  /**
   * An id no session has; they ascend, from anywhere, so that one of an earlier server is unlikely.
   */
  synchronized String nextId() {
    do {
      lastId = lastId + 1 < LAST_ID ? lastId + 1 : FIRST_ID;
    } while (byId.containsKey(String.valueOf(lastId)));
    return String.valueOf(lastId);
  }

  /** Keeps a session that has started, until it is forgotten. */
  void keep(ExecSession session) {
    ExecSession leaving = null;
    synchronized (this) {
      byId.put(session.sessionId(), session);
      Deque<ExecSession> sessions =
          byThread.computeIfAbsent(session.threadId(), id -> new ArrayDeque<>());
      if (sessions.size() >= MAX_PER_THREAD) {
        leaving =
            sessions.stream()
                .filter(each -> each.exitCode() != null)
                .findFirst()
                .orElse(sessions.getFirst());
        sessions.remove(leaving);
        byId.remove(leaving.sessionId());
      }
      sessions.addLast(session);
    }
    if (leaving != null) {
      processes.end(leaving.child());
    }
  }

  /** The session of a thread with this id, or null. */
  synchronized @Nullable ExecSession find(String threadId, String sessionId) {
    ExecSession session = byId.get(sessionId);
    return session != null && session.threadId().equals(threadId) ? session : null;
  }

  /** Those of a thread that still run, oldest first, as clients see them. */
  public synchronized List<ThreadBackgroundTerminal> running(String threadId) {
    return byThread.getOrDefault(threadId, new ArrayDeque<>()).stream()
        .filter(session -> session.exitCode() == null)
        .map(ExecSession::view)
        .toList();
  }

  /**
   * Ends what a client wants ended; its exit code is then -1.
   *
   * @return whether it ran
   */
  public boolean terminate(String threadId, String sessionId) {
    ExecSession session = find(threadId, sessionId);
    if (session == null || session.exitCode() != null) {
      return false;
    }
    end(session);
    return true;
  }

  /** Ends a session and forgets it. Its exit code is -1 if it still ran. */
  void end(ExecSession session) {
    session.cutOff();
    forget(session);
    processes.end(session.child());
  }

  /** Ends all of a thread, at the same time. */
  public void endAll(String threadId) {
    List<ExecSession> sessions;
    synchronized (this) {
      sessions = List.copyOf(byThread.getOrDefault(threadId, new ArrayDeque<>()));
    }
    CompletableFuture.allOf(
            sessions.stream()
                .map(
                    each -> CompletableFuture.runAsync(() -> end(each), Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  /** Forgets a session that has ended. */
  synchronized void forget(ExecSession session) {
    if (byId.remove(session.sessionId(), session)) {
      Deque<ExecSession> sessions = byThread.get(session.threadId());
      if (sessions != null && sessions.remove(session) && sessions.isEmpty()) {
        byThread.remove(session.threadId());
      }
    }
  }
}
