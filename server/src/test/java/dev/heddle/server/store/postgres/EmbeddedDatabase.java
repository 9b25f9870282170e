package dev.heddle.server.store.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.TestAbortedException;

/**
 * A PostgreSQL for tests: one for all of them in this JVM, in which each has a schema of its own.
 * It ends with the JVM. Where none can be run, tests that want one are skipped and say why.
 */
public final class EmbeddedDatabase {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static volatile Object server; // an EmbeddedPostgres, or why there is none

  private EmbeddedDatabase() {}

  /** A URL of a new, empty schema. */
  public static String newSchema() {
    String schema = "t" + SCHEMAS.incrementAndGet();
    execute("create schema " + schema);
    return server().getJdbcUrl("postgres", "postgres")
        + "&ApplicationName="
        + schema
        + "&currentSchema="
        + schema;
  }

  /** Makes a role that has to say its password, and may use the schema of such a URL. */
  public static void newRole(String url, String role, String password) {
    execute(
        "set password_encryption = 'scram-sha-256'; create role %s login password '%s'"
            .formatted(role, password));
    execute("grant all on schema %s to %s".formatted(schema(url), role));
    Path rules = Path.of(show("hba_file"));
    try {
      String before = Files.readString(rules);
      Files.writeString(rules, "host all " + role + " all scram-sha-256\n" + before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    execute("select pg_reload_conf()");
  }

  private static String show(String setting) {
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("show " + setting)) {
      found.next();
      return found.getString(1);
    } catch (SQLException e) {
      throw new AssertionError(setting, e);
    }
  }

  /** A store of such a URL. */
  public static PostgresSettings settings(String url) {
    return new PostgresSettings(url, null, null, 4);
  }

  /** Runs a statement as the database's superuser. */
  public static void execute(String sql) {
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** The schema of such a URL. */
  static String schema(String url) {
    return url.substring(url.lastIndexOf('=') + 1);
  }

  /** Ends all connections that stores have to a schema, as an administrator does. */
  static void endConnections(String url) {
    execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '%s'"
            .formatted(schema(url)));
  }

  /** How many connections stores have to a schema. */
  static int connections(String url) {
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where application_name = '%s'"
                    .formatted(schema(url)))) {
      found.next();
      return found.getInt(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static synchronized EmbeddedPostgres server() {
    if (server == null) {
      server = start();
    }
    if (server instanceof EmbeddedPostgres running) {
      return running;
    }
    Assumptions.abort("no PostgreSQL can be run here: " + server);
    throw new TestAbortedException();
  }

  private static Object start() {
    try {
      EmbeddedPostgres started = EmbeddedPostgres.builder().start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                try {
                  started.close();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
      return started;
    } catch (IOException | RuntimeException e) {
      return String.valueOf(e);
    }
  }
}
