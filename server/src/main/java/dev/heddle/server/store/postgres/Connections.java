package dev.heddle.server.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * Opens connections to the database.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class Connections {
  /** What a URL may set otherwise. */
  private static final String CONNECT_SECONDS = "10";

  /** After this without an answer a connection counts as lost. */
  private static final String ANSWER_SECONDS = "60";

  private final PostgresSettings settings;

  Connections(PostgresSettings settings) {
    this.settings = settings;
  }

  /** A new connection, outside a transaction. */
  Connection open() throws SQLException {
    Properties defaults = new Properties();
    defaults.setProperty("connectTimeout", CONNECT_SECONDS);
    defaults.setProperty("socketTimeout", ANSWER_SECONDS);
    defaults.setProperty("tcpKeepAlive", "true");
    defaults.setProperty("ApplicationName", "heddle");
    defaults.setProperty("logServerErrorDetail", "false"); // which quotes what users say
    Properties properties = new Properties(defaults);
    if (settings.user() != null) {
      properties.setProperty("user", settings.user());
    }
    if (settings.password() != null) {
      properties.setProperty("password", settings.password());
    }
    Connection connection = new Driver().connect(settings.url(), properties);
    if (connection == null) {
      throw new SQLException("not the URL of a PostgreSQL database");
    }
    // Not as a parameter of the start, which connection poolers refuse.
    try (Statement statement = connection.createStatement()) {
      statement.execute("set lock_timeout = '5s'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
