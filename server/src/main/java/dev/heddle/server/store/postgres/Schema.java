package dev.heddle.server.store.postgres;

import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables, in the first schema of the connection's search path.
 *
 * <p>What users and models say is {@code bytea}: the texts of PostgreSQL take no U+0000. Ids are in
 * the order of their bytes, as everywhere in Heddle.
 */
final class Schema {
  /** One for each version; those that have run are never changed. */
  private static final List<String> MIGRATIONS =
      List.of(
          """
          create table heddle_threads (
            id text collate "C" primary key,
            archived boolean not null,
            listed boolean not null,
            created_ms bigint not null,
            updated_ms bigint not null,
            recency_ms bigint not null,
            source bytea not null,
            provider bytea not null,
            cwd bytea not null,
            parent text collate "C",
            records bigint not null,
            next_ordinal bigint not null,
            writer text not null,
            state bytea not null
          );
          create index heddle_threads_created on heddle_threads (archived, created_ms, id);
          create index heddle_threads_updated on heddle_threads (archived, updated_ms, id);
          create index heddle_threads_recency on heddle_threads (archived, recency_ms, id);
          create index heddle_threads_parent on heddle_threads (parent) where parent is not null;
          create table heddle_records (
            thread text collate "C" not null references heddle_threads on delete cascade,
            position bigint not null,
            line bytea not null,
            primary key (thread, position)
          );
          create table heddle_books (
            name text primary key,
            revision bigint not null,
            content bytea not null
          );
          create table heddle_queue (
            thread text collate "C" not null,
            id text collate "C" not null,
            place bigint not null,
            damaged boolean not null default false,
            message bytea not null,
            primary key (thread, id)
          );
          create table heddle_attachments (
            thread text collate "C" not null,
            id text collate "C" not null,
            identity text collate "C" not null,
            content bytea not null,
            primary key (thread, id),
            unique (thread, identity)
          );
          create index heddle_attachments_owners on heddle_attachments (identity, thread);
          """);

  private Schema() {}

  /** The version that this program writes. */
  static int version() {
    return MIGRATIONS.size();
  }

  /**
   * Makes the tables what this version wants, alone among all processes; not committed.
   *
   * @throws ThreadStoreException CORRUPT when a later version of Heddle has made them
   */
  static void migrate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int version = exists(statement) ? versionOf(statement) : 0;
      if (version == MIGRATIONS.size()) {
        return;
      }
      refuseLater(version);
      statement.execute(
          "select pg_advisory_xact_lock(hashtextextended(current_schema() || '/schema', 0))");
      statement.execute("create table if not exists heddle_schema (version int not null)");
      for (int next = versionOf(statement); next < MIGRATIONS.size(); next++) {
        statement.execute(MIGRATIONS.get(next));
        statement.execute("delete from heddle_schema");
        statement.execute("insert into heddle_schema values (" + (next + 1) + ")");
      }
    }
  }

  /** A look that needs no permission to make tables. */
  private static boolean exists(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery("select to_regclass('heddle_schema')")) {
      return found.next() && found.getString(1) != null;
    }
  }

  private static int versionOf(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery("select max(version) from heddle_schema")) {
      return found.next() ? found.getInt(1) : 0;
    }
  }

  private static void refuseLater(int version) {
    if (version > MIGRATIONS.size()) {
      throw new ThreadStoreException(
          Kind.CORRUPT,
          null,
          "the database is of a later version of Heddle (its tables are of version "
              + version
              + ", this Heddle knows "
              + MIGRATIONS.size()
              + ")",
          null);
    }
  }
}
