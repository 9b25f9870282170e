package dev.heddle.server.store.local;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * What JDBC does not say of SQLite.
 *
 * <p><b>Thread-safety:</b> thread-safe; a connection or statement belongs to who brings it.
 */
final class Sqlite {
  private Sqlite() {}

  /** A connection to the file, which is made if there is none. */
  static Connection connect(Path file, int busyTimeoutMs) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(busyTimeoutMs);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /** The first column of the first row; empty without one. */
  static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? String.valueOf(result.getString(1)) : "";
    }
  }

  /** Takes back what a transaction did that failed; a failure of that goes with the cause. */
  static void rollBack(Statement statement, Exception cause) {
    try {
      statement.execute("rollback");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** Whether the file is no sound database. */
  static boolean damaged(SQLException e) {
    return code(e) == SQLiteErrorCode.SQLITE_CORRUPT || code(e) == SQLiteErrorCode.SQLITE_NOTADB;
  }

  /** Whether somebody else has a lock. */
  static boolean busy(SQLException e) {
    return code(e) == SQLiteErrorCode.SQLITE_BUSY || code(e) == SQLiteErrorCode.SQLITE_LOCKED;
  }

  /** The primary result code. */
  static SQLiteErrorCode code(SQLException e) {
    return SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xFF);
  }
}
