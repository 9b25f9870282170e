package dev.heddle.server.store.local;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadQuery;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows in the index. */
final class IndexRows implements ThreadRows {
  private static final String UPSERT =
      """
      insert or replace into threads values (
        ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final Gson GSON = new Gson();

  private final IndexFile index;

  /** Which opening of the index {@link #marks} told of. Touched on the index's thread only. */
  private long generation = -1;

  IndexRows(IndexFile index) {
    this.index = index;
  }

  @Override
  public Map<String, Mark> marks() throws IndexException {
    return index.call(c -> {
      generation = index.generation();
      Map<String, Mark> marks = new HashMap<>();
      String sql =
          """
          select id, path, identity, size, modified_ns, covered, last_ordinal, tail_hash
          from threads
          """;
      try (PreparedStatement s = c.prepareStatement(sql);
          ResultSet r = s.executeQuery()) {
        while (r.next()) {
          marks.put(r.getString(1), mark(r, 2));
        }
      }
      return marks;
    });
  }

  @Override
  public @Nullable ThreadRow get(String threadId) throws IndexException {
    List<ThreadRow> found = ask(c -> rows(c, threadId));
    return found.isEmpty() ? null : found.getFirst();
  }

  /** Every row; what a reader can still do while another process holds the write lock. */
  List<ThreadRow> all() throws IndexException {
    return ask(c -> rows(c, null));
  }

  /** Asks the index that {@link #marks} told of, and no later one. */
  private <T> T ask(IndexFile.Work<T> work) throws IndexException {
    return index.call(c -> {
      requireSameIndex();
      return work.run(c);
    });
  }

  private void requireSameIndex() throws IndexException {
    if (generation != index.generation()) {
      throw new IndexException.Reopened();
    }
  }

  private static List<ThreadRow> rows(Connection c, @Nullable String threadId) throws SQLException {
    String sql =
        """
        select state, journal_name, journal_name_at, listed,
          (select json_group_array(base_key) from bases where thread_id = threads.id),
          path, identity, size, modified_ns, covered, last_ordinal, tail_hash,
          id, name, shown_path, archived
        from threads
        """;
    try (PreparedStatement s = c.prepareStatement(threadId == null ? sql : sql + "where id = ?")) {
      if (threadId != null) {
        s.setString(1, threadId);
      }
      List<ThreadRow> rows = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          rows.add(row(r));
        }
      }
      return rows;
    }
  }

  private static ThreadRow row(ResultSet r) throws SQLException {
    String namedAt = r.getString(3);
    return new ThreadRow(
        thread(r.getString(1), r.getString(13), r.getString(14), r.getString(15), r.getBoolean(16)),
        JsonParser.parseString(r.getString(1)).getAsJsonObject(),
        r.getString(2),
        namedAt == null ? null : Instant.parse(namedAt),
        r.getBoolean(4),
        List.of(GSON.fromJson(r.getString(5), String[].class)),
        mark(r, 6));
  }

  private static StoredThread thread(
      String state, String id, @Nullable String name, String path, boolean archived) {
    JsonObject facts = JsonParser.parseString(state).getAsJsonObject();
    return Threads.withName(ThreadFold.restore(id, facts).toStoredThread(path, archived), name);
  }

  private static Mark mark(ResultSet r, int first) throws SQLException {
    return new Mark(
        Path.of(r.getString(first)),
        new FileStamp(r.getString(first + 1), r.getLong(first + 2), r.getLong(first + 3)),
        r.getLong(first + 4),
        r.getLong(first + 5),
        r.getString(first + 6));
  }

  @Override
  public void apply(Collection<ThreadRow> rows, Collection<String> removedIds)
      throws IndexException {
    if (rows.isEmpty() && removedIds.isEmpty()) {
      return;
    }
    index.write(c -> {
      requireSameIndex();
      try (PreparedStatement thread = c.prepareStatement("delete from threads where id = ?");
          PreparedStatement bases = c.prepareStatement("delete from bases where thread_id = ?")) {
        for (String id : removedIds) {
          thread.setString(1, id);
          thread.executeUpdate();
          bases.setString(1, id);
          bases.executeUpdate();
        }
      }
      upsert(c, rows);
    });
  }

  private static void upsert(Connection c, Collection<ThreadRow> rows) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(UPSERT);
        PreparedStatement stale = c.prepareStatement("delete from bases where thread_id = ?");
        PreparedStatement base = c.prepareStatement("insert or ignore into bases values (?, ?)")) {
      for (ThreadRow row : rows) {
        StoredThread t = row.thread();
        Instant namedAt = row.journalNamedAt();
        Object[] values = {
          t.id(),
          row.state().toString(),
          row.journalName(),
          namedAt == null ? null : namedAt.toString(),
          t.name(),
          t.preview(),
          row.listed() ? 1 : 0,
          t.archived() ? 1 : 0,
          SourceWord.of(t.source()),
          t.modelProvider(),
          t.cwd(),
          t.parentThreadId(),
          t.createdAt().toEpochMilli(),
          t.updatedAt().toEpochMilli(),
          t.recencyAt().toEpochMilli(),
          t.rolloutPath(),
          row.mark().path().toString(),
          row.mark().stamp().identity(),
          row.mark().stamp().size(),
          row.mark().stamp().modifiedNs(),
          row.mark().covered(),
          row.mark().lastOrdinal(),
          row.mark().tailHash()
        };
        set(s, values);
        s.executeUpdate();
        stale.setString(1, t.id());
        stale.executeUpdate();
        for (String key : row.baseKeys()) {
          base.setString(1, t.id());
          base.setString(2, key);
          base.executeUpdate();
        }
      }
    }
  }

  private static void set(PreparedStatement s, @Nullable Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      s.setObject(i + 1, values[i]);
    }
  }

  @Override
  public List<String> referrers(Collection<String> keys) throws IndexException {
    return ask(c -> {
      List<String> found = new ArrayList<>();
      String sql =
          """
          select distinct thread_id from bases
          where base_key in (select value from json_each(?))
          """;
      try (PreparedStatement s = c.prepareStatement(sql)) {
        s.setString(1, GSON.toJson(keys));
        try (ResultSet r = s.executeQuery()) {
          while (r.next()) {
            found.add(r.getString(1));
          }
        }
      }
      return found;
    });
  }

  @Override
  public ThreadPage page(ThreadQuery query) throws IndexException {
    List<Object> values = new ArrayList<>();
    String sql = sql(query, values);
    List<StoredThread> found =
        ask(c -> {
          List<StoredThread> threads = new ArrayList<>();
          try (PreparedStatement s = c.prepareStatement(sql)) {
            set(s, values.toArray());
            try (ResultSet r = s.executeQuery()) {
              while (r.next()) {
                threads.add(
                    thread(
                        r.getString(1),
                        r.getString(2),
                        r.getString(3),
                        r.getString(4),
                        r.getBoolean(5)));
              }
            }
          }
          return threads;
        });
    if (found.size() <= query.limit()) {
      return new ThreadPage(found, null);
    }
    List<StoredThread> rows = List.copyOf(found.subList(0, query.limit()));
    StoredThread last = rows.getLast();
    Instant time =
        switch (query.sortKey()) {
          case CREATED_AT -> last.createdAt();
          case UPDATED_AT -> last.updatedAt();
          case RECENCY_AT -> last.recencyAt();
        };
    return new ThreadPage(rows, new ListCursor(time.truncatedTo(ChronoUnit.MILLIS), last.id()));
  }

  private static String sql(ThreadQuery query, List<Object> values) {
    String column =
        switch (query.sortKey()) {
          case CREATED_AT -> "created_ms";
          case UPDATED_AT -> "updated_ms";
          case RECENCY_AT -> "recency_ms";
        };
    boolean ascending = query.direction() == SortDirection.ASC;
    StringBuilder where = new StringBuilder("listed = 1 and archived = ?");
    values.add(query.archived() ? 1 : 0);
    among(where, values, "source", query.sources());
    among(where, values, "provider", query.modelProviders());
    among(where, values, "cwd", query.cwds());
    String term = query.searchTerm();
    if (term != null && !term.isEmpty()) {
      where.append(" and (instr(preview, ?) > 0 or instr(coalesce(name, ''), ?) > 0)");
      values.add(term);
      values.add(term);
    }
    if (query.parentThreadId() != null) {
      where.append(" and parent_id = ?");
      values.add(query.parentThreadId());
    }
    if (query.ancestorThreadId() != null) {
      where.append(
          """
          and id in (with recursive family(id) as (
            select id from threads where parent_id = ?
            union select t.id from threads t join family f on t.parent_id = f.id)
          select id from family)\
          """);
      values.add(query.ancestorThreadId());
    }
    if (!query.excludedThreadIds().isEmpty()) {
      where.append(" and id not in (select value from json_each(?))");
      values.add(GSON.toJson(query.excludedThreadIds()));
    }
    ListCursor cursor = query.cursor();
    if (cursor != null) {
      String beyond = ascending ? ">" : "<";
      if (cursor.threadId() == null) {
        where.append(" and ").append(column).append(' ').append(beyond).append(" ?");
        values.add(cursor.at().toEpochMilli());
      } else {
        where.append(" and (").append(column).append(", id) ").append(beyond).append(" (?, ?)");
        values.add(cursor.at().toEpochMilli());
        values.add(cursor.threadId());
      }
    }
    values.add(query.limit() + 1);
    String order = ascending ? " asc" : " desc";
    return "select state, id, name, shown_path, archived from threads where "
        + where
        + " order by "
        + column
        + order
        + ", id"
        + order
        + " limit ?";
  }

  private static void among(
      StringBuilder where, List<Object> values, String column, @Nullable Set<String> wanted) {
    if (wanted != null) {
      where.append(" and ").append(column).append(" in (select value from json_each(?))");
      values.add(GSON.toJson(wanted));
    }
  }
}
