package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.Timestamps;
import dev.heddle.server.store.SourceWord;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadFold;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The rows of the index: read as they are, written in batches.
 *
 * <p>Names are kept as the journals have them: what the names file says is compared when a row is
 * used.
 */
final class IndexRows {
  private static final String UPSERT =
      """
      insert into threads (id, path, identity, size, modified_ns, archived, listed, source,
        provider, cwd, parent_id, journal_name, journal_name_at, created_ms, updated_ms,
        recency_ms, base_keys, covered, last_ordinal, tail_hash, crc, content_hash)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (id) do update set
        archived = excluded.archived, listed = excluded.listed, source = excluded.source,
        provider = excluded.provider, cwd = excluded.cwd, parent_id = excluded.parent_id,
        journal_name = excluded.journal_name, journal_name_at = excluded.journal_name_at,
        created_ms = excluded.created_ms, updated_ms = excluded.updated_ms,
        recency_ms = excluded.recency_ms, base_keys = excluded.base_keys, path = excluded.path,
        identity = excluded.identity, size = excluded.size, modified_ns = excluded.modified_ns,
        covered = excluded.covered, last_ordinal = excluded.last_ordinal,
        tail_hash = excluded.tail_hash, crc = excluded.crc,
        content_hash = excluded.content_hash
      """;

  /** What makes the index's tables, oldest first. */
  static final List<String> MIGRATIONS =
      List.of("001-threads.sql", "002-lists.sql", "003-checksums.sql", "004-marks.sql");

  /** How many columns of a thread lists need; they have a checksum of their own. */
  private static final int LISTED = 17;

  private static final int LOADED_AT_ONCE = 100;

  private final IndexFile index;

  IndexRows(IndexFile index) {
    this.index = index;
  }

  /** Which opening of the index there is now; opens it when need be. */
  long generation() throws IndexException {
    return index.call(c -> index.generation());
  }

  /** Hands on what lists need of every row, by and by: who asks for a few others goes between. */
  void load(Consumer<ListRow> sink) throws IndexException {
    List<ListRow> rows = List.of();
    do {
      String after = rows.isEmpty() ? "" : rows.getLast().id();
      rows = index.read(c -> rowsAfter(c, after));
      rows.forEach(sink);
    } while (rows.size() == LOADED_AT_ONCE);
  }

  private static List<ListRow> rowsAfter(Connection c, String id) throws SQLException {
    String sql =
        """
        select id, path, identity, size, modified_ns, archived, listed, source, provider, cwd,
          parent_id, journal_name, journal_name_at, created_ms, updated_ms, recency_ms, base_keys,
          crc
        from threads where id > ? order by id limit ?
        """;
    List<ListRow> rows = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(sql)) {
      s.setString(1, id);
      s.setInt(2, LOADED_AT_ONCE);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          rows.add(listRow(r));
        }
      }
    }
    return rows;
  }

  private static ListRow listRow(ResultSet r) throws SQLException {
    String name = r.getString(12);
    @Nullable Object[] values = new @Nullable Object[LISTED];
    for (int i = 0; i < LISTED; i++) {
      values[i] = r.getObject(i + 1);
    }
    verify(r.getLong(LISTED + 1), values);
    return new ListRow(
        r.getString(1),
        Path.of(r.getString(2)),
        new FileStamp(r.getString(3), r.getLong(4), r.getLong(5)),
        r.getBoolean(6),
        r.getBoolean(7),
        r.getString(8),
        r.getString(9),
        r.getString(10),
        r.getString(11),
        name,
        instant(r.getString(13)),
        name,
        r.getLong(14),
        r.getLong(15),
        r.getLong(16),
        baseKeys(r.getString(17)));
  }

  /** Those of the rows that there are. */
  Map<String, ThreadRow> get(Collection<String> threadIds) throws IndexException {
    // Made into rows by who asked: the thread that reads is everybody's.
    List<Raw> raw = index.read(c -> raw(c, threadIds));
    Map<String, ThreadRow> found = new HashMap<>();
    for (Raw each : raw) {
      ThreadRow row = each.row();
      if (row != null) {
        found.put(row.id(), row);
      }
    }
    return found;
  }

  private static List<Raw> raw(Connection c, Collection<String> threadIds) throws SQLException {
    String sql =
        """
        select id, archived, listed, journal_name, journal_name_at, base_keys,
          path, identity, size, modified_ns, covered, last_ordinal, tail_hash, state, context, facts.crc,
          content_hash
        from threads join facts using (id)
        where id in (select value from json_each(?))
        """;
    List<Raw> found = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(sql)) {
      s.setString(1, JsonStrings.write(threadIds));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Mark mark =
              new Mark(
                  Path.of(r.getString(7)),
                  new FileStamp(r.getString(8), r.getLong(9), r.getLong(10)),
                  r.getLong(11),
                  r.getLong(12),
                  r.getString(13),
                  r.getString(17));
          Raw raw =
              new Raw(
                  r.getString(1),
                  r.getBoolean(2),
                  r.getBoolean(3),
                  r.getString(4),
                  r.getString(5),
                  r.getString(6),
                  mark,
                  r.getString(14),
                  r.getString(15));
          verify(r.getLong(16), raw.values());
          found.add(raw);
        }
      }
    }
    return found;
  }

  /** A row as the index has it. */
  private record Raw(
      String id,
      boolean archived,
      boolean listed,
      @Nullable String name,
      @Nullable String namedAt,
      @Nullable String baseKeys,
      Mark mark,
      String state,
      @Nullable String context) {

    static Raw of(ThreadRow row) {
      return new Raw(
          row.id(),
          row.thread().archived(),
          row.listed(),
          row.journalName() == null ? null : RolloutCodec.escapeLoneSurrogates(row.journalName()),
          row.journalNamedAt() == null ? null : Timestamps.nanos(row.journalNamedAt()),
          row.baseKeys().isEmpty() ? null : JsonStrings.write(row.baseKeys()),
          row.mark(),
          RolloutCodec.escapeLoneSurrogates(row.state().toString()),
          row.context() == null
              ? null
              : RolloutCodec.escapeLoneSurrogates(row.context().toString()));
    }

    @Nullable Object[] values() {
      return new @Nullable Object[] {
        id,
        archived,
        listed,
        name,
        namedAt,
        baseKeys,
        mark.path(),
        mark.stamp().identity(),
        mark.stamp().size(),
        mark.stamp().modifiedNs(),
        mark.covered(),
        mark.lastOrdinal(),
        mark.tailHash(),
        mark.contentHash(),
        state,
        context
      };
    }

    /** The row; null when it is not as we write them: then the files tell. */
    @Nullable ThreadRow row() {
      RolloutFile file = RolloutFile.parse(mark.path(), archived);
      if (file == null || !file.threadId().equals(id)) {
        return null;
      }
      JsonObject facts;
      StoredThread thread;
      try {
        facts = JsonParser.parseString(state).getAsJsonObject();
        thread = ThreadFold.restore(id, facts).toStoredThread(Threads.plainPath(file), archived);
      } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
        // SQLite does not notice when a page of a long text is lost.
        return null;
      }
      return new ThreadRow(
          thread,
          facts,
          thread.name(),
          instant(namedAt),
          listed,
          IndexRows.baseKeys(baseKeys),
          context == null ? null : JsonParser.parseString(context).getAsJsonObject(),
          mark);
    }
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Timestamps.parse(text);
  }

  private static List<String> baseKeys(@Nullable String json) {
    return json == null ? List.of() : JsonStrings.read(json);
  }

  /**
   * The threads whose preview contains the term.
   *
   * @param generation the opening of the index to look in; see {@link IndexFile#generation}
   */
  Set<String> withPreview(String term, long generation) throws IndexException {
    return index.read(
        generation,
        c -> {
          Set<String> found = new HashSet<>();
          String sql = "select id from previews where instr(preview, ?) > 0";
          try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(1, term);
            try (ResultSet r = s.executeQuery()) {
              while (r.next()) {
                found.add(r.getString(1));
              }
            }
          }
          return found;
        });
  }

  /**
   * Stores and removes rows, all or nothing.
   *
   * @return which opening of the index took them; see {@link IndexFile#generation}
   */
  long apply(Collection<ThreadRow> rows, Collection<String> removedIds) throws IndexException {
    long[] generation = {0};
    index.write(c -> {
      generation[0] = index.generation();
      for (String table : List.of("threads", "facts", "previews")) {
        try (PreparedStatement s = c.prepareStatement("delete from " + table + " where id = ?")) {
          for (String id : removedIds) {
            s.setString(1, id);
            s.executeUpdate();
          }
        }
      }
      upsert(c, rows);
    });
    return generation[0];
  }

  private static void upsert(Connection c, Collection<ThreadRow> rows) throws SQLException {
    try (PreparedStatement thread = c.prepareStatement(UPSERT);
        PreparedStatement facts =
            c.prepareStatement("insert or replace into facts values (?, ?, ?, ?)");
        PreparedStatement preview =
            c.prepareStatement(
                """
                insert into previews values (?, ?)
                on conflict (id) do update set preview = excluded.preview
                where preview <> excluded.preview
                """)) {
      for (ThreadRow row : rows) {
        update(thread, values(row));
        Raw raw = Raw.of(row);
        update(facts, row.id(), raw.state(), crc(raw.values()), raw.context());
        update(preview, row.id(), row.thread().preview());
      }
    }
  }

  private static @Nullable Object[] values(ThreadRow row) {
    Mark mark = row.mark();
    @Nullable Object[] listed = listed(row);
    @Nullable Object[] values = Arrays.copyOf(listed, LISTED + 5);
    values[LISTED] = mark.covered();
    values[LISTED + 1] = mark.lastOrdinal();
    values[LISTED + 2] = mark.tailHash();
    values[LISTED + 3] = crc(listed);
    values[LISTED + 4] = mark.contentHash();
    return values;
  }

  /** What lists need, in the order in which {@link #load} asks for it. */
  private static @Nullable Object[] listed(ThreadRow row) {
    StoredThread t = row.thread();
    FileStamp stamp = row.mark().stamp();
    Instant namedAt = row.journalNamedAt();
    String name = row.journalName();
    return new @Nullable Object[] {
      t.id(),
      row.mark().path().toString(),
      stamp.identity(),
      stamp.size(),
      stamp.modifiedNs(),
      t.archived() ? 1 : 0,
      row.listed() ? 1 : 0,
      SourceWord.of(t.source()),
      t.modelProvider(),
      t.cwd(),
      t.parentThreadId(),
      name == null ? null : RolloutCodec.escapeLoneSurrogates(name),
      namedAt == null ? null : Timestamps.nanos(namedAt),
      t.createdAt().toEpochMilli(),
      t.updatedAt().toEpochMilli(),
      t.recencyAt().toEpochMilli(),
      row.baseKeys().isEmpty() ? null : JsonStrings.write(row.baseKeys())
    };
  }

  private static long crc(@Nullable Object... values) {
    CRC32C crc = new CRC32C();
    for (Object value : values) {
      crc.update(String.valueOf(value).getBytes(StandardCharsets.UTF_8));
      crc.update(0);
    }
    return crc.getValue();
  }

  /** Throws what SQLite would, had it noticed. */
  private static void verify(long expected, @Nullable Object... values) throws SQLException {
    if (crc(values) != expected) {
      throw new SQLiteException("a row has other bytes", SQLiteErrorCode.SQLITE_CORRUPT);
    }
  }

  private static void update(PreparedStatement s, @Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      s.setObject(i + 1, values[i]);
    }
    s.executeUpdate();
  }
}
