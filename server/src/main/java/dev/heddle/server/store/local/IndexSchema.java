package dev.heddle.server.store.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * How a file of the index is laid out, and how SQLite is to treat it: brings a connection's file to
 * the newest version, or says why it cannot be used.
 *
 * <p><b>Thread-safety:</b> immutable; a connection belongs to who brings it.
 */
final class IndexSchema {
  /** 3.51.3: earlier versions of SQLite can corrupt a write-ahead log when it is reset. */
  private static final int OLDEST_SQLITE = 3_051_003;

  private final List<String> migrations;

  /**
   * A schema.
   *
   * @param migrations resources beside this class; the n-th leads to version n
   */
  IndexSchema(List<String> migrations) {
    this.migrations = List.copyOf(migrations);
  }

  /** The file is sound, and not to be used. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;

    UnusableException(String what) {
      super("the index " + what);
      this.what = what;
    }

    /** What is the matter; follows "the index". */
    String what() {
      return what;
    }
  }

  /** Makes a connection ready to write, and its file of the newest version. */
  void prepareWriting(Connection open) throws SQLException, IOException, UnusableException {
    try (Statement statement = open.createStatement()) {
      requireSqlite(statement);
      // Before any statement that writes: a newer Heddle's file is not ours to touch.
      int version = version(statement);
      if (version > migrations.size()) {
        throw new UnusableException("was written by a newer version");
      }
      String mode = Sqlite.text(statement, "pragma journal_mode = wal");
      if (!mode.equals("wal")) {
        throw new UnusableException("cannot use a write-ahead log here (" + mode + ")");
      }
      statement.execute("pragma synchronous = full");
      // What was said stays nowhere: neither in a row that was removed nor in what one had before.
      statement.execute("pragma secure_delete = on");
      if (version < migrations.size()) {
        migrate(statement);
      }
    }
  }

  /** Makes a connection ready to read a file of the newest version. */
  void prepareReading(Connection open) throws SQLException, UnusableException {
    try (Statement statement = open.createStatement()) {
      requireSqlite(statement);
      if (version(statement) != migrations.size()) {
        throw new UnusableException("is of another version");
      }
      statement.execute("pragma query_only = on");
    }
  }

  private void migrate(Statement statement) throws SQLException, IOException {
    statement.execute("begin immediate");
    try {
      // Another process may have been faster.
      for (int i = version(statement); i < migrations.size(); i++) {
        for (String sql : script(migrations.get(i)).split(";")) {
          if (!sql.isBlank()) {
            statement.execute(sql);
          }
        }
      }
      statement.execute("pragma user_version = " + migrations.size());
      statement.execute("commit");
    } catch (SQLException | IOException e) {
      Sqlite.rollBack(statement, e);
      throw e;
    }
  }

  private static int version(Statement statement) throws SQLException {
    return Integer.parseInt(Sqlite.text(statement, "pragma user_version"));
  }

  private static String script(String name) throws IOException {
    try (InputStream in = IndexSchema.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("missing resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)--.*$", "");
    }
  }

  private static void requireSqlite(Statement statement) throws SQLException {
    String version = Sqlite.text(statement, "select sqlite_version()");
    String[] parts = version.split("\\.");
    int number =
        Integer.parseInt(parts[0]) * 1_000_000
            + Integer.parseInt(parts[1]) * 1_000
            + Integer.parseInt(parts[2]);
    if (number < OLDEST_SQLITE) {
      throw new SQLException("SQLite " + version + " is too old");
    }
  }
}
