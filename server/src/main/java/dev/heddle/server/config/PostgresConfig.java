package dev.heddle.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code [heddle.postgres]}: the database that threads are in when {@code heddle.store}
 * says so.
 *
 * @param url in the form of the driver, {@code jdbc:postgresql://host:port/database?…}
 * @param user or null for what the driver takes
 * @param passwordEnv the environment variable with the password; the key {@code password_env}. One
 *     that is not set leaves it to the driver, which looks into the user's password file.
 * @param connections how many there may be at once
 */
public record PostgresConfig(
    String url, @Nullable String user, String passwordEnv, int connections) {
  private static final String DRIVER = "jdbc:";

  /** What applies unless configured; the name that PostgreSQL's own tools use. */
  private static final String PASSWORD_ENV = "PGPASSWORD";

  static PostgresConfig of(ConfigTable table) throws ConfigException {
    String url = table.string("url");
    if (url == null) {
      throw table.bad("missing field `url`", "url");
    }
    return new PostgresConfig(
        driverUrl(table, url),
        table.string("user"),
        table.string("password_env", PASSWORD_ENV),
        (int) table.integer("connections", 4, 2, 100));
  }

  /** Other programs write the same without the driver's prefix. */
  private static String driverUrl(ConfigTable table, String given) throws ConfigException {
    String plain = given.startsWith(DRIVER) ? given.substring(DRIVER.length()) : given;
    if (plain.startsWith("postgres://")) {
      plain = plain.replaceFirst("postgres", "postgresql");
    }
    URI url;
    try {
      url = new URI(plain);
    } catch (URISyntaxException e) {
      throw table.bad("not a URL", "url");
    }
    String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
    String query = url.getRawQuery() == null ? "" : url.getRawQuery();
    if (!"postgresql".equals(url.getScheme()) || authority.isEmpty()) {
      throw table.bad("expected postgresql://host:port/database", "url");
    }
    if (authority.contains("@") || query.contains("password=")) {
      throw table.bad(
          "the user belongs into `user`, and the password into the environment variable that"
              + " `password_env` names",
          "url");
    }
    return DRIVER + plain;
  }
}
