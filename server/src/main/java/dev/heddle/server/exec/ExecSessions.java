package dev.heddle.server.exec;

import dev.heddle.server.process.ChildProcesses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The commands that go on between calls, by the id the model knows them by. A thread has a bounded
 * number; the oldest is ended for a new one.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ExecSessions {
  private static final int MAX_PER_THREAD = 32;
  private static final int FIRST_ID = 1000;
  private static final int LAST_ID = 100_000;

  private final ChildProcesses processes;
  private final Map<String, ExecSession> byId = new HashMap<>(); // guarded by this
  private final Map<String, Deque<ExecSession>> byThread = new HashMap<>(); // guarded by this

  public ExecSessions(ChildProcesses processes) {
    this.processes = processes;
  }

  ChildProcesses processes() {
    return processes;
  }

  /** An id no session has. */
  synchronized String nextId() {
    while (true) {
      String id = String.valueOf(ThreadLocalRandom.current().nextInt(FIRST_ID, LAST_ID));
      if (!byId.containsKey(id)) {
        return id;
      }
    }
  }

  /** Keeps a session that goes on. */
  void keep(ExecSession session) {
    ExecSession oldest = null;
    synchronized (this) {
      byId.put(session.sessionId(), session);
      Deque<ExecSession> sessions =
          byThread.computeIfAbsent(session.threadId(), id -> new ArrayDeque<>());
      sessions.addLast(session);
      if (sessions.size() > MAX_PER_THREAD) {
        oldest = sessions.removeFirst();
        byId.remove(oldest.sessionId());
      }
    }
    if (oldest != null) {
      processes.end(oldest.child());
    }
  }

  /** The session of a thread with this id, or null. */
  synchronized @Nullable ExecSession find(String threadId, String sessionId) {
    ExecSession session = byId.get(sessionId);
    return session != null && session.threadId().equals(threadId) ? session : null;
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
