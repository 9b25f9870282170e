package dev.heddle.server.store.postgres;

import dev.heddle.server.log.Log;
import dev.heddle.server.store.ThreadStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who writes which thread: advisory locks of one session with the database, which ends with the
 * process, however that ends. When the session is lost the locks are, until another one takes them
 * again; a thread that somebody else has taken meanwhile stays theirs.
 *
 * <p><b>Thread-safety:</b> thread-safe; its monitor orders the session's use.
 */
final class WriterLocks implements AutoCloseable {
  private static final Log LOG = Log.of(WriterLocks.class);

  /** What is locked of a thread, for a statement with its id as the parameter. */
  private static final String KEY = "hashtextextended(current_schema() || '/writer/' || ?, 0)";

  private final Connections connections;

  /** By thread that this process writes: whether the session has its lock. */
  private final Map<String, Boolean> taken = new HashMap<>();

  private @Nullable Connection session;

  WriterLocks(Connections connections) {
    this.connections = connections;
  }

  /**
   * Takes the lock of a thread.
   *
   * @throws ThreadStoreException CONFLICT when it is taken, also by this process
   */
  synchronized void take(String threadId) {
    if (taken.containsKey(threadId) || !lock(threadId)) {
      throw ThreadStoreException.activeWriter(threadId);
    }
    taken.put(threadId, true);
  }

  /**
   * Makes sure of the lock of a thread that this process writes, which may have been lost without
   * anybody noticing; whether it has it.
   */
  synchronized boolean takeAgain(String threadId) {
    refresh();
    if (!taken.getOrDefault(threadId, false)) {
      taken.put(threadId, lock(threadId));
    }
    return taken.getOrDefault(threadId, false);
  }

  /** Lets a thread go. */
  synchronized void release(String threadId) {
    Boolean held = taken.remove(threadId);
    Connection open = session;
    if (held == null || !held || open == null) {
      return;
    }
    try {
      boolean unused = ask(open, "select pg_advisory_unlock(" + KEY + ")", threadId);
    } catch (SQLException e) {
      lost(e); // and the lock with it
    }
  }

  /** Looks whether the session is still there, and takes all locks again where it is not. */
  synchronized void refresh() {
    if (taken.isEmpty()) {
      return;
    }
    try {
      boolean unused = ask(session(), "select true where ? is not null", "");
    } catch (SQLException e) {
      lost(e);
      try {
        Connection unused = session();
      } catch (SQLException again) {
        LOG.warn("writer_locks.lost because " + again);
      }
    }
  }

  synchronized int count() {
    return taken.size();
  }

  /** Whether somebody writes the thread; within a transaction, which then keeps writers out. */
  static boolean isWritten(Connection connection, String threadId) throws SQLException {
    return !ask(connection, "select pg_try_advisory_xact_lock(" + KEY + ")", threadId);
  }

  private boolean lock(String threadId) {
    try {
      try {
        return ask(session(), "select pg_try_advisory_lock(" + KEY + ")", threadId);
      } catch (SQLException e) {
        if (!SqlFailure.isLost(e)) {
          throw e;
        }
        lost(e);
        return ask(session(), "select pg_try_advisory_lock(" + KEY + ")", threadId);
      }
    } catch (SQLException e) {
      throw SqlFailure.of(threadId, e);
    }
  }

  /** The session; a new one takes what the last one held. */
  private Connection session() throws SQLException {
    Connection open = session;
    if (open == null) {
      open = connections.open();
      try {
        for (Map.Entry<String, Boolean> thread : taken.entrySet()) {
          String sql = "select pg_try_advisory_lock(" + KEY + ")";
          thread.setValue(ask(open, sql, thread.getKey()));
        }
      } catch (SQLException e) {
        open.close();
        throw e;
      }
      session = open;
    }
    return open;
  }

  private void lost(SQLException cause) {
    LOG.warn("writer_locks.session_lost because " + cause);
    taken.replaceAll((id, held) -> false);
    close();
  }

  private static boolean ask(Connection connection, String sql, String threadId)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, threadId);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() && found.getBoolean(1);
      }
    }
  }

  /** Ends the session, and lets all threads go with it. */
  @Override
  public synchronized void close() {
    Connection open = session;
    session = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (SQLException e) {
      LOG.debug(() -> "the session had ended: " + e);
    }
  }
}
