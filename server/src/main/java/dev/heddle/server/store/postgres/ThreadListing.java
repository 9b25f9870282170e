package dev.heddle.server.store.postgres;

import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadPager;
import dev.heddle.server.store.ThreadQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists of threads, within transactions of its callers: rows come in their order from an index and
 * stop when the page is full. What the database cannot tell exactly, it tells roughly, and {@link
 * ThreadPager} exactly.
 */
final class ThreadListing {
  private static final int FETCHED_AT_ONCE = 64;

  /** Threads below one; a circle ends where it began. */
  private static final String FAMILY =
      """
       and id in (
        with recursive family (id) as (
          select id from heddle_threads where parent = ?
          union
          select t.id from heddle_threads t join family on t.parent = family.id)
        select id from family)
      """;

  private final ThreadQuery query;
  private final StringBuilder sql = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();

  private ThreadListing(ThreadQuery query) {
    this.query = query;
  }

  /** A page of threads. */
  static ThreadPage page(Connection connection, ThreadQuery query) throws SQLException {
    List<String> candidates = query.candidates();
    return candidates == null
        ? new ThreadListing(query).stream(connection)
        : among(connection, query, candidates);
  }

  /** A page of a few threads, which are read at once; descent may run through any. */
  private static ThreadPage among(Connection connection, ThreadQuery query, List<String> ids)
      throws SQLException {
    boolean all = query.ancestorThreadId() != null;
    String sql = "select " + ThreadRow.COLUMNS + " from heddle_threads";
    List<StoredThread> threads = new ArrayList<>();
    Set<String> listed = new HashSet<>();
    try (PreparedStatement statement =
        connection.prepareStatement(all ? sql : sql + " where id = any (?)")) {
      statement.setFetchSize(FETCHED_AT_ONCE);
      if (!all) {
        Object[] keys = ids.stream().filter(Keys::isKey).toArray();
        statement.setArray(1, connection.createArrayOf("text", keys));
      }
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          ThreadRow row = ThreadRow.of(found);
          threads.add(row.thread());
          if (row.fold().listed()) {
            listed.add(row.id());
          }
        }
      }
    }
    return ThreadPager.page(query, threads, thread -> listed.contains(thread.id()));
  }

  private ThreadPage stream(Connection connection) throws SQLException {
    String time =
        switch (query.sortKey()) {
          case CREATED_AT -> "created_ms";
          case UPDATED_AT -> "updated_ms";
          case RECENCY_AT -> "recency_ms";
        };
    boolean ascending = query.direction() == SortDirection.ASC;
    sql.append("select ")
        .append(ThreadRow.COLUMNS)
        .append(" from heddle_threads where archived = ");
    sql.append(query.archived());
    if (!query.showsUnsaid()) {
      sql.append(" and listed");
    }
    keep("source", query.sources());
    keep("provider", query.modelProviders());
    keep("cwd", query.cwds());
    ListCursor cursor = query.cursor();
    String at = cursor == null ? null : cursor.threadId();
    if (cursor != null && at == null) {
      where(" and " + time + (ascending ? " > ?" : " < ?"), cursor.at());
    } else if (cursor != null && at != null) {
      where(" and (" + time + ", id) " + (ascending ? "> (?" : "< (?"), cursor.at());
      where(", ?)", key(at));
    }
    if (query.parentThreadId() != null) {
      where(" and parent = ?", key(query.parentThreadId()));
    }
    if (query.ancestorThreadId() != null) {
      where(FAMILY, key(query.ancestorThreadId()));
    }
    String order = ascending ? "" : " desc";
    sql.append(" order by ").append(time).append(order).append(", id").append(order);
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      statement.setFetchSize(FETCHED_AT_ONCE);
      for (int i = 0; i < parameters.size(); i++) {
        if (parameters.get(i) instanceof byte[][] values) {
          statement.setArray(i + 1, connection.createArrayOf("bytea", values));
        } else {
          statement.setObject(i + 1, parameters.get(i));
        }
      }
      try (ResultSet found = statement.executeQuery()) {
        return page(found);
      }
    }
  }

  private ThreadPage page(ResultSet found) throws SQLException {
    List<StoredThread> threads = new ArrayList<>();
    while (found.next()) {
      StoredThread thread = ThreadRow.of(found).thread();
      if (ThreadPager.matches(query, thread)) {
        if (threads.size() == query.limit()) {
          return new ThreadPage(threads, place(query, threads.getLast()));
        }
        threads.add(thread);
      }
    }
    return new ThreadPage(threads, null);
  }

  /** The place behind a thread of a list. */
  static ListCursor place(ThreadQuery query, StoredThread thread) {
    long time = query.sortKey().of(thread).toEpochMilli();
    return new ListCursor(query.order(thread.id(), time), thread.id());
  }

  private void keep(String column, @Nullable Collection<String> wanted) {
    if (wanted != null) {
      byte[][] values = wanted.stream().map(ThreadRow::bytes).toArray(byte[][]::new);
      where(" and " + column + " = any (?)", values);
    }
  }

  private void where(String condition, Object parameter) {
    sql.append(condition);
    parameters.add(parameter);
  }

  /** An id for a statement; what is no id names no thread. */
  private static String key(String id) {
    return Keys.isKey(id) ? id : "";
  }
}
