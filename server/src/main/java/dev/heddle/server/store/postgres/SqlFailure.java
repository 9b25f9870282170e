package dev.heddle.server.store.postgres;

import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What failures of the database mean, by their <a
 * href="https://www.postgresql.org/docs/current/errcodes-appendix.html">codes</a>.
 */
final class SqlFailure {
  private SqlFailure() {}

  /** The failure as the store's exception; its words are ours, as the client sees them. */
  static ThreadStoreException of(@Nullable String threadId, SQLException cause) {
    Kind kind = kind(cause);
    String words =
        switch (kind) {
          case PERMISSION -> "the database does not permit it";
          case DISK_FULL -> "the database has no space left";
          case LOCKED -> "the database is busy";
          default ->
              isLost(cause) ? "the database cannot be reached" : "the database reports a failure";
        };
    String code = cause.getSQLState() == null ? "" : " (" + cause.getSQLState() + ")";
    return new ThreadStoreException(kind, threadId, words + code, cause);
  }

  /** Whether the connection cannot be used any more. */
  static boolean isLost(SQLException cause) {
    String state = String.valueOf(cause.getSQLState());
    return state.startsWith("08") || state.startsWith("57P");
  }

  private static Kind kind(SQLException cause) {
    String state = String.valueOf(cause.getSQLState());
    return switch (state) {
      case "42501", "25006" -> Kind.PERMISSION;
      case "53100" -> Kind.DISK_FULL;
      case "55P03", "57014", "40001", "40P01" -> Kind.LOCKED;
      default ->
          state.startsWith("28") ? Kind.PERMISSION : state.startsWith("53") ? Kind.LOCKED : Kind.IO;
    };
  }
}
