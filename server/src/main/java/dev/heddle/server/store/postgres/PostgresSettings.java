package dev.heddle.server.store.postgres;

import org.jspecify.annotations.Nullable;

/**
 * How to reach the database. Immutable.
 *
 * @param url in the form of its driver, {@code jdbc:postgresql://host:port/database?…}, without a
 *     password
 * @param user or null for what the driver takes
 * @param password or null for what the driver finds, as in the password file
 * @param connections how many there may be at once, at least 2; one more belongs to the locks
 */
public record PostgresSettings(
    String url, @Nullable String user, @Nullable String password, int connections) {

  /** Without the password. */
  @Override
  public String toString() {
    return url;
  }
}
