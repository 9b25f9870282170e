package dev.heddle.server.store.postgres;

import dev.heddle.server.log.Log;
import dev.heddle.server.rollout.DecodedLine;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The lines of the journals, in {@code heddle_records}: a thread's in the order of their positions,
 * from 0 on without a gap.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class RecordTable {
  private static final Log LOG = Log.of(RecordTable.class);

  /** What is read of a thread at once, while nobody waits for a connection. */
  private static final long PIECE_BYTES = 8 << 20;

  private static final int FETCHED_AT_ONCE = 16;

  private final Database database;

  RecordTable(Database database) {
    this.database = database;
  }

  /** Puts lines at a position and behind it, within the transaction that moves the thread's row. */
  static void append(Connection connection, String id, long position, List<byte[]> lines)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            insert into heddle_records (thread, position, line)
            select ?, ? + n - 1, line from unnest(?::bytea[]) with ordinality as given (line, n)
            """)) {
      statement.setString(1, id);
      statement.setLong(2, position);
      statement.setArray(3, connection.createArrayOf("bytea", lines.toArray(byte[][]::new)));
      statement.executeUpdate();
    }
  }

  /** Whether the thread has this line, at this position or behind it. */
  static boolean has(Connection connection, String id, long position, byte[] line)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select 1 from heddle_records where thread = ? and position >= ? and line = ?")) {
      statement.setString(1, id);
      statement.setLong(2, position);
      statement.setBytes(3, line);
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    }
  }

  /**
   * Hands out the thread's records as they are now, oldest first. No connection is held meanwhile.
   *
   * @param count how many there are now
   * @param goesOn takes a record and says whether it wants the next one
   * @throws ThreadStoreException NOT_FOUND when the thread is deleted meanwhile
   */
  void read(String id, long count, Predicate<RolloutRecord> goesOn) {
    long position = 0;
    while (position < count) {
      long from = position;
      List<byte[]> piece =
          database.transaction(id, connection -> piece(connection, id, from, count));
      if (piece.isEmpty()) {
        throw ThreadStoreException.notFound(id);
      }
      for (byte[] line : piece) {
        if (!hand(id, position++, line, goesOn)) {
          return;
        }
      }
    }
  }

  private static boolean hand(
      String id, long position, byte[] line, Predicate<RolloutRecord> goesOn) {
    if (RolloutCodec.decode(line) instanceof DecodedLine.Parsed parsed) {
      return goesOn.test(parsed.record());
    }
    LOG.warn("record.unreadable thread=" + id + " position=" + position);
    return true;
  }

  private static List<byte[]> piece(Connection connection, String id, long from, long end)
      throws SQLException {
    List<byte[]> lines = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select line from heddle_records where thread = ? and position >= ? and position < ?
            order by position
            """)) {
      statement.setFetchSize(FETCHED_AT_ONCE);
      statement.setString(1, id);
      statement.setLong(2, from);
      statement.setLong(3, end);
      try (ResultSet found = statement.executeQuery()) {
        for (long bytes = 0; bytes < PIECE_BYTES && found.next(); ) {
          byte[] line = found.getBytes(1);
          lines.add(line);
          bytes += line.length;
        }
      }
    }
    return lines;
  }
}
