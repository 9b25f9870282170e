package dev.heddle.server.store.local;

import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.local.HistoryRows.Batch;
import dev.heddle.server.store.local.HistoryRows.Closing;
import dev.heddle.server.store.local.HistoryRows.CoveredFile;
import dev.heddle.server.store.local.HistoryRows.Event;
import dev.heddle.server.store.local.HistoryRows.Kind;
import dev.heddle.server.store.local.HistoryRows.Snapshot;
import dev.heddle.server.store.local.HistoryRows.TurnRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of the history index. "Before" a place means: by records whose lines begin before it.
 *
 * <p><b>Thread-safety:</b> as its connection; no state.
 */
final class HistoryTables {
  private static final String VISIBLE = " at < ?2 and (until is null or until >= ?2) ";

  private HistoryTables() {}

  static @Nullable CoveredFile file(Connection c, String key) throws SQLException {
    String sql =
        """
        select id, base, identity, covered, mid_line, last_ordinal, tail_hash, unfit, state
        from files where key = ?
        """;
    try (PreparedStatement s = c.prepareStatement(sql)) {
      s.setString(1, key);
      try (ResultSet r = s.executeQuery()) {
        return r.next()
            ? new CoveredFile(
                r.getLong(1),
                key,
                r.getString(2),
                r.getString(3),
                r.getLong(4),
                r.getBoolean(5),
                r.getLong(6),
                r.getString(7),
                r.getBoolean(8),
                FoldState.parse(r.getString(9)))
            : null;
      }
    }
  }

  /** Forgets what is known of the file and takes a new id for it. */
  static void begin(Connection c, CoveredFile file) throws SQLException {
    forget(c, file.key());
    String sql = "insert into files values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement s = c.prepareStatement(sql)) {
      set(
          s,
          null,
          file.key(),
          file.base(),
          file.identity(),
          file.covered(),
          file.midLine() ? 1 : 0,
          file.lastOrdinal(),
          file.tailHash(),
          file.unfit() ? 1 : 0,
          file.state().text());
      s.executeUpdate();
    }
  }

  static void forget(Connection c, String key) throws SQLException {
    for (String table : List.of("turns", "events", "snapshots")) {
      run(c, "delete from " + table + " where file = (select id from files where key = ?)", key);
    }
    run(c, "delete from files where key = ?", key);
  }

  /**
   * Moves the mark.
   *
   * @return false when the row is no longer the one that {@code from} tells of
   */
  static boolean advance(Connection c, CoveredFile from, CoveredFile to) throws SQLException {
    String sql =
        """
        update files set covered = ?, mid_line = ?, last_ordinal = ?, tail_hash = ?, unfit = ?,
          state = ?
        where id = ? and key = ? and covered = ? and identity = ?
        """;
    try (PreparedStatement s = c.prepareStatement(sql)) {
      set(
          s,
          to.covered(),
          to.midLine() ? 1 : 0,
          to.lastOrdinal(),
          to.tailHash(),
          to.unfit() ? 1 : 0,
          to.state().text(),
          from.id(),
          from.key(),
          from.covered(),
          from.identity());
      return s.executeUpdate() == 1;
    }
  }

  static void add(Connection c, long file, Batch batch) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement("insert or replace into turns values (?, ?, ?, ?, ?, null)")) {
      for (TurnRow turn : batch.turns()) {
        set(s, file, turn.at(), turn.turnId(), turn.ordinal(), turn.inherited() ? 1 : 0);
        s.executeUpdate();
      }
    }
    try (PreparedStatement s =
        c.prepareStatement(
            "insert or replace into events values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, ?, ?)")) {
      for (Event event : batch.events()) {
        set(
            s,
            file,
            event.turn(),
            event.at(),
            event.kind().ordinal(),
            event.length(),
            event.itemId(),
            event.type(),
            event.ordinal(),
            event.startedMs(),
            event.completedMs(),
            event.head() ? 1 : 0,
            event.body(),
            event.wholeLength() == event.length() ? null : event.wholeLength());
        s.executeUpdate();
      }
    }
    try (PreparedStatement s =
        c.prepareStatement("insert or replace into snapshots values (?, ?, ?, ?)")) {
      for (Snapshot snapshot : batch.snapshots()) {
        set(s, file, snapshot.at(), snapshot.checkpoint() ? 1 : 0, snapshot.state());
        s.executeUpdate();
      }
    }
    for (Closing closing : batch.closings()) {
      close(c, file, closing);
    }
  }

  private static void close(Connection c, long file, Closing closing) throws SQLException {
    String event = "update events set until = ? where file = ? and turn = ? and head = 1";
    if (closing.itemAt() == null) {
      run(
          c,
          "update turns set until = ? where file = ? and at = ?",
          closing.until(),
          file,
          closing.turn());
      run(c, event + " and until is null", closing.until(), file, closing.turn());
    } else {
      run(c, event + " and at = ?", closing.until(), file, closing.turn(), closing.itemAt());
    }
  }

  /** The turn with this id in this file before a place, or null. */
  static @Nullable TurnRow turn(Connection c, long file, long before, String turnId)
      throws SQLException {
    String sql =
        "select at, turn_id, ordinal, inherited from turns where file = ?1 and turn_id = ?3 and"
            + VISIBLE
            + "order by at desc limit 1";
    List<TurnRow> found = turns(c, sql, file, before, turnId);
    return found.isEmpty() ? null : found.getFirst();
  }

  /** Turns that began in this file, by ordinal. */
  static List<TurnRow> turns(
      Connection c, long file, long before, Range range, SortDirection direction, int limit)
      throws SQLException {
    String order = direction == SortDirection.ASC ? "asc" : "desc";
    String sql =
        "select at, turn_id, ordinal, inherited from turns "
            + "where file = ?1 and inherited = 0 and ordinal >= ?3 and ordinal <= ?4 and"
            + VISIBLE
            + "order by ordinal "
            + order
            + ", at "
            + order
            + " limit ?5";
    return turns(c, sql, file, before, range.from(), range.to(), limit);
  }

  private static List<TurnRow> turns(Connection c, String sql, Object... values)
      throws SQLException {
    List<TurnRow> turns = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(sql)) {
      set(s, values);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          turns.add(new TurnRow(r.getLong(1), r.getString(2), r.getLong(3), r.getBoolean(4)));
        }
      }
    }
    return turns;
  }

  /**
   * Ordinals, both inclusive.
   *
   * @param from {@link Long#MIN_VALUE} for all
   * @param to {@link Long#MAX_VALUE} for all
   */
  record Range(long from, long to) {
    static final Range ALL = new Range(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** What gives items their places in this file, by ordinal. */
  static List<Event> heads(
      Connection c, long file, long before, Range range, SortDirection direction, int limit)
      throws SQLException {
    String order = direction == SortDirection.ASC ? "asc" : "desc";
    String sql =
        EVENT
            + "where file = ?1 and head = 1 and ordinal >= ?3 and ordinal <= ?4 and"
            + VISIBLE
            + "order by ordinal "
            + order
            + ", at "
            + order
            + " limit ?5";
    return events(c, sql, file, before, range.from(), range.to(), limit);
  }

  /** The id of the turn at this place of the file; empty when there is none. */
  static String turnId(Connection c, long file, long at) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement("select turn_id from turns where file = ? and at = ?")) {
      set(s, file, at);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? r.getString(1) : "";
      }
    }
  }

  /** Everything of a turn in this file, in the order of the records. */
  static List<Event> eventsOf(Connection c, long file, long before, long turn) throws SQLException {
    String sql = EVENT + "where file = ?1 and turn = ?3 and at < ?2 order by at, kind";
    return events(c, sql, file, before, turn);
  }

  /** How long the lines are that tell of the items of turns in this file. */
  static long bytes(Connection c, long file, long before) throws SQLException {
    String sql =
        """
        select coalesce(sum(coalesce(e.whole_length, e.length)), 0) from turns t join events e on e.file = ?1 and e.turn = t.at
        where t.file = ?1 and t.at < ?2 and (t.until is null or t.until >= ?2)
          and e.at < ?2 and e.item_id is not null
        """;
    try (PreparedStatement s = c.prepareStatement(sql)) {
      set(s, file, before);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? r.getLong(1) : 0;
      }
    }
  }

  /** The places that an item of a turn has or had in this file. */
  static List<Event> eventsOfItem(Connection c, long file, long before, long turn, String itemId)
      throws SQLException {
    String sql =
        EVENT + "where file = ?1 and turn = ?3 and item_id = ?4 and at < ?2 order by at, kind";
    return events(c, sql, file, before, turn, itemId);
  }

  /**
   * The newest message of a user that its client gave this id, in a turn that still is; or null.
   */
  static @Nullable Event sent(Connection c, long file, long before, String clientMessageId)
      throws SQLException {
    String sql =
        EVENT
            + """
            where file = ?1 and kind = 1 and body = ?3 and at < ?2
              and exists (select 1 from turns t where t.file = ?1 and t.at = turn
                and (t.until is null or t.until >= ?2))
            order by at desc limit 1
            """;
    List<Event> found = events(c, sql, file, before, clientMessageId);
    return found.isEmpty() ? null : found.getFirst();
  }

  /** The first start of any turn behind a place, or null. */
  static @Nullable Event startAfter(Connection c, long file, long before, long after)
      throws SQLException {
    String sql = EVENT + "where file = ?1 and kind = 0 and at > ?3 and at < ?2 order by at limit 1";
    List<Event> found = events(c, sql, file, before, after);
    return found.isEmpty() ? null : found.getFirst();
  }

  private static final String EVENT =
      "select turn, at, kind, length, coalesce(whole_length, length), item_id, type, ordinal,"
          + " started_ms, completed_ms, head, body from events ";

  private static List<Event> events(Connection c, String sql, Object... values)
      throws SQLException {
    List<Event> events = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(sql)) {
      set(s, values);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          events.add(
              new Event(
                  r.getLong(1),
                  r.getLong(2),
                  Kind.values()[r.getInt(3)],
                  r.getLong(4),
                  r.getLong(5),
                  r.getString(6),
                  r.getString(7),
                  r.getLong(8),
                  number(r, 9),
                  number(r, 10),
                  r.getBoolean(11),
                  r.getString(12)));
        }
      }
    }
    return events;
  }

  private static @Nullable Long number(ResultSet r, int column) throws SQLException {
    long value = r.getLong(column);
    return r.wasNull() ? null : value;
  }

  /** The newest snapshot at or before a place; or the newest checkpoint before it. */
  static @Nullable Snapshot snapshot(Connection c, long file, long place, boolean checkpoint)
      throws SQLException {
    String sql =
        checkpoint
            ? "select at, checkpoint, state from snapshots where file = ? and at < ?"
                + " and checkpoint = 1 order by at desc limit 1"
            : "select at, checkpoint, state from snapshots where file = ? and at <= ?"
                + " order by at desc limit 1";
    try (PreparedStatement s = c.prepareStatement(sql)) {
      set(s, file, place);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? new Snapshot(r.getLong(1), r.getBoolean(2), r.getString(3)) : null;
      }
    }
  }

  private static void run(Connection c, String sql, Object... values) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(sql)) {
      set(s, values);
      s.executeUpdate();
    }
  }

  private static void set(PreparedStatement s, @Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      s.setObject(i + 1, values[i]);
    }
  }
}
