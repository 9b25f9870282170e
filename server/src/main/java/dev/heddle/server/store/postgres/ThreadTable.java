package dev.heddle.server.store.postgres;

import dev.heddle.server.store.SourceWord;
import dev.heddle.server.store.StoredThread;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code heddle_threads}; changes are within transactions of their callers.
 *
 * <p><b>Thread-safety:</b> thread-safe; no state.
 */
final class ThreadTable {
  private ThreadTable() {}

  /** The thread's row, in a transaction of its own; null when there is none. */
  static @Nullable ThreadRow read(Database database, String id) {
    return database.transaction(id, c -> Optional.ofNullable(find(c, id, ""))).orElse(null);
  }

  /**
   * The same within a transaction; nobody else changes it, or appends to the thread, before that
   * ends.
   */
  static @Nullable ThreadRow hold(Connection connection, String id) throws SQLException {
    return find(connection, id, " for update");
  }

  private static @Nullable ThreadRow find(Connection connection, String id, String how)
      throws SQLException {
    if (!Keys.isKey(id)) {
      return null;
    }
    String sql = "select " + ThreadRow.COLUMNS + " from heddle_threads where id = ?" + how;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? ThreadRow.of(found) : null;
      }
    }
  }

  /** Stores a row, new or not. */
  static void put(Connection connection, ThreadRow row) throws SQLException {
    StoredThread thread = row.thread();
    String parent = thread.parentThreadId();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            insert into heddle_threads as t (
              id, archived, listed, created_ms, updated_ms, recency_ms, source, provider, cwd,
              parent, records, next_ordinal, writer, state)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set
              archived = excluded.archived, listed = excluded.listed,
              created_ms = excluded.created_ms, updated_ms = excluded.updated_ms,
              recency_ms = excluded.recency_ms, source = excluded.source,
              provider = excluded.provider, cwd = excluded.cwd, parent = excluded.parent,
              records = excluded.records, next_ordinal = excluded.next_ordinal,
              writer = excluded.writer, state = excluded.state
            """)) {
      statement.setString(1, row.id());
      statement.setBoolean(2, row.archived());
      statement.setBoolean(3, row.fold().listed());
      statement.setLong(4, thread.createdAt().toEpochMilli());
      statement.setLong(5, thread.updatedAt().toEpochMilli());
      statement.setLong(6, thread.recencyAt().toEpochMilli());
      statement.setBytes(7, ThreadRow.bytes(SourceWord.of(thread.source())));
      statement.setBytes(8, ThreadRow.bytes(thread.modelProvider()));
      statement.setBytes(9, ThreadRow.bytes(thread.cwd()));
      statement.setString(10, parent != null && Keys.isKey(parent) ? parent : null);
      statement.setLong(11, row.records());
      statement.setLong(12, row.nextOrdinal());
      statement.setString(13, row.writer());
      statement.setBytes(14, row.state());
      statement.executeUpdate();
    }
  }

  /** Says who may append to a thread from now on. */
  static void writer(Connection connection, String id, String token) throws SQLException {
    run(connection, "update heddle_threads set writer = ? where id = ?", token, id);
  }

  static void archived(Connection connection, String id, boolean archived) throws SQLException {
    run(connection, "update heddle_threads set archived = " + archived + " where id = ?", id);
  }

  /** Deletes the thread with its records. */
  static void delete(Connection connection, String id) throws SQLException {
    run(connection, "delete from heddle_threads where id = ?", id);
  }

  /** Runs a statement with these texts as its parameters; returns how many rows it changed. */
  static int run(Connection connection, String sql, String... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }
}
