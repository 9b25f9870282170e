package dev.heddle.server.store.postgres;

import dev.heddle.server.log.Log;
import dev.heddle.server.store.QueuedMessage;
import dev.heddle.server.store.ThreadQueues;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.format.QueuedMessageFormat;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Queues in {@code heddle_queue}, a row a message. One that cannot be read is marked and stays for
 * whoever wants to look at it.
 *
 * <p><b>Thread-safety:</b> thread-safe, also between processes: who changes a queue has its
 * advisory lock until the transaction ends. Sending holds a connection while the record is stored
 * over another, so fewer may send at once than there are connections.
 */
final class PostgresQueues implements ThreadQueues {
  private static final Log LOG = Log.of(PostgresQueues.class);
  private static final String OF_THREAD = " where thread = ? and not damaged";

  private final Database database;
  private final Semaphore sendings;

  PostgresQueues(Database database) {
    this.database = database;
    this.sendings = new Semaphore(database.size() - 1);
  }

  @Override
  public List<QueuedMessage> list(String threadId) {
    return Keys.isKey(threadId)
        ? database.transaction(threadId, connection -> messages(connection, threadId))
        : List.of();
  }

  @Override
  public void add(String threadId, QueuedMessage message) {
    boolean unused =
        changed(
            threadId,
            message.id(),
            connection -> {
              if (messages(connection, threadId).size() >= MAX_WAITING) {
                throw ThreadStoreException.invalid(
                    threadId, "queue cannot contain more than " + MAX_WAITING + " submissions");
              }
              try (PreparedStatement statement =
                  connection.prepareStatement(
                      """
                      insert into heddle_queue (thread, id, message, place)
                      values (?, ?, ?, (
                        select coalesce(max(place), 0) + 1 from heddle_queue where thread = ?))
                      """)) {
                statement.setString(1, threadId);
                statement.setString(2, message.id());
                statement.setBytes(3, QueuedMessageFormat.encode(message));
                statement.setString(4, threadId);
                return statement.executeUpdate() > 0;
              }
            });
  }

  @Override
  public boolean replace(String threadId, QueuedMessage message) {
    return changed(
        threadId,
        message.id(),
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "update heddle_queue set message = ?" + OF_THREAD + " and id = ?")) {
            statement.setBytes(1, QueuedMessageFormat.encode(message));
            statement.setString(2, threadId);
            statement.setString(3, message.id());
            return statement.executeUpdate() > 0;
          }
        });
  }

  @Override
  public boolean remove(String threadId, String id) {
    return changed(threadId, id, connection -> delete(connection, threadId, id));
  }

  @Override
  public boolean reorder(String threadId, List<String> ids) {
    return changed(
        threadId,
        "",
        connection -> {
          Set<String> waiting = new HashSet<>();
          messages(connection, threadId).forEach(message -> waiting.add(message.id()));
          if (ids.size() != waiting.size() || !waiting.equals(new HashSet<>(ids))) {
            return false;
          }
          try (PreparedStatement statement =
              connection.prepareStatement(
                  """
                  update heddle_queue set place = given.place
                  from unnest(?::text[]) with ordinality as given (message, place)
                  where thread = ? and id = given.message
                  """)) {
            statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
            statement.setString(2, threadId);
            statement.executeUpdate();
          }
          return true;
        });
  }

  @Override
  public boolean send(String threadId, String id, Predicate<QueuedMessage> sending) {
    sendings.acquireUninterruptibly();
    try {
      return changed(
          threadId,
          id,
          connection -> {
            QueuedMessage found = find(connection, threadId, id);
            return found != null && sending.test(found) && delete(connection, threadId, id);
          });
    } finally {
      sendings.release();
    }
  }

  @Override
  public void putAside(String threadId, String id) {
    boolean unused =
        changed(
            threadId,
            id,
            connection ->
                ThreadTable.run(
                        connection,
                        "update heddle_queue set damaged = true where thread = ? and id = ?",
                        threadId,
                        id)
                    > 0);
  }

  /** Removes all that waits for a thread, within the transaction in which it goes. */
  static void forget(Connection connection, String threadId) throws SQLException {
    ThreadTable.run(connection, "delete from heddle_queue where thread = ?", threadId);
  }

  private static boolean delete(Connection connection, String threadId, String id)
      throws SQLException {
    String sql = "delete from heddle_queue" + OF_THREAD + " and id = ?";
    return ThreadTable.run(connection, sql, threadId, id) > 0;
  }

  private static @Nullable QueuedMessage find(Connection connection, String threadId, String id)
      throws SQLException {
    return messages(connection, threadId).stream()
        .filter(message -> message.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private static List<QueuedMessage> messages(Connection connection, String threadId)
      throws SQLException {
    List<QueuedMessage> messages = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select id, message from heddle_queue" + OF_THREAD + " order by place, id")) {
      statement.setString(1, threadId);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          QueuedMessage message = QueuedMessageFormat.decode(found.getString(1), found.getBytes(2));
          if (message == null) {
            LOG.warn("queue.unreadable thread=" + threadId + " message=" + found.getString(1));
          } else {
            messages.add(message);
          }
        }
      }
    }
    return messages;
  }

  /** A change of a thread's queue that nobody else changes meanwhile; false for what is no id. */
  private boolean changed(String threadId, String id, Database.Work<Boolean> work) {
    if (!Keys.isKey(threadId) || !Keys.isKey(id)) {
      return false;
    }
    return database.transaction(
        threadId,
        connection -> {
          try (PreparedStatement lock =
              connection.prepareStatement(
                  "select pg_advisory_xact_lock("
                      + "hashtextextended(current_schema() || '/queue/' || ?, 0))")) {
            lock.setString(1, threadId);
            lock.execute();
          }
          return work.on(connection);
        });
  }
}
