package dev.heddle.server.store.postgres;

import dev.heddle.server.store.KeptBook;
import dev.heddle.server.store.ThreadBook;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.format.BookFormat;
import dev.heddle.server.store.format.DamagedFormatException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

/**
 * A book in a row of {@code heddle_books}, which is read again only when its revision is another.
 *
 * <p><b>Thread-safety:</b> thread-safe, also between processes: who changes it holds the row.
 *
 * @param <B> the kind of book
 */
abstract class PostgresBook<B extends ThreadBook<B>> implements KeptBook<B> {
  private static final long NEVER = 0;

  private final Database database;
  private final BookFormat<B> format;
  private volatile Known<B> known;

  private record Known<B>(long revision, B book) {}

  PostgresBook(Database database, BookFormat<B> format) {
    this.database = database;
    this.format = format;
    this.known = new Known<>(NEVER, format.empty());
  }

  @Override
  public final B book() {
    return database.transaction(null, connection -> look(connection, "")).book();
  }

  @Override
  public final B change(UnaryOperator<B> change) {
    return database.transaction(
        null,
        connection -> {
          insertFirst(connection);
          Known<B> before = look(connection, " for update");
          B after = change.apply(before.book());
          if (!after.equals(before.book())) {
            store(connection, after);
          }
          return after;
        });
  }

  /** Takes a thread that is gone out of the book, if that can be done. */
  final void forget(String threadId) {
    try {
      B present = book();
      if (!present.withoutMember(threadId).equals(present)) {
        change(book -> book.withoutMember(threadId));
      }
    } catch (ThreadStoreException e) {
      // It stays there as one that no list finds.
    }
  }

  private Known<B> look(Connection connection, String how) throws SQLException {
    Known<B> last = known;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select revision, case when revision = ? then null else content end"
                + " from heddle_books where name = ?"
                + how)) {
      statement.setLong(1, last.revision());
      statement.setString(2, format.word());
      try (ResultSet found = statement.executeQuery()) {
        if (!found.next()) {
          return new Known<>(NEVER, format.empty());
        }
        byte[] content = found.getBytes(2);
        if (content != null) {
          last = new Known<>(found.getLong(1), decode(content));
          known = last; // committed: a change of our own is not looked at before
        }
        return last;
      }
    }
  }

  private B decode(byte[] content) {
    try {
      return format.decode().of(content);
    } catch (DamagedFormatException e) {
      throw new ThreadStoreException(
          Kind.CORRUPT,
          null,
          "%s are damaged (row %s of heddle_books): %s"
              .formatted(format.the(), format.word(), e.getMessage()),
          e);
    }
  }

  /** So that there is a row to hold; an empty book in the eyes of whoever reads it. */
  private void insertFirst(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into heddle_books values (?, 1, ?) on conflict (name) do nothing")) {
      statement.setString(1, format.word());
      statement.setBytes(2, format.encode().apply(format.empty()));
      statement.executeUpdate();
    }
  }

  private void store(Connection connection, B book) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update heddle_books set revision = revision + 1, content = ? where name = ?")) {
      statement.setBytes(1, format.encode().apply(book));
      statement.setString(2, format.word());
      statement.executeUpdate();
    }
  }
}
