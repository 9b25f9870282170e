package dev.heddle.server.store.postgres;

import com.google.gson.JsonElement;
import dev.heddle.server.log.Log;
import dev.heddle.server.store.AttachmentIdentity;
import dev.heddle.server.store.StoredAttachment;
import dev.heddle.server.store.ThreadAttachments;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.store.format.AttachmentFormat;
import dev.heddle.server.store.format.DamagedFormatException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Attachments in {@code heddle_attachments}, a row each.
 *
 * <p><b>Thread-safety:</b> thread-safe, also between processes: who changes the attachments of a
 * thread has its advisory lock until the transaction ends.
 */
final class PostgresAttachments implements ThreadAttachments {
  private static final Log LOG = Log.of(PostgresAttachments.class);

  private final Database database;

  PostgresAttachments(Database database) {
    this.database = database;
  }

  /** A row. */
  private record Entry(String id, String identity, byte[] content) {
    long createdAtSeconds() {
      Long madeAt = Uuid7.madeAt(id);
      return madeAt == null ? 0 : Math.floorDiv(madeAt, 1000);
    }
  }

  @Override
  public Page list(String threadId, @Nullable Place after, int limit) {
    if (!Keys.isKey(threadId)) {
      return new Page(List.of(), false);
    }
    List<StoredAttachment> page = new ArrayList<>();
    long bytes = 0;
    for (Entry entry : database.transaction(threadId, c -> entries(c, threadId))) {
      if (after != null && !after.isBefore(entry.id(), entry.createdAtSeconds())) {
        continue;
      }
      if (page.size() == limit || bytes >= PAGE_BYTES) {
        return new Page(page, true);
      }
      page.add(decode(threadId, entry));
      bytes += ThreadAttachments.memoryOf(new String(entry.content(), StandardCharsets.UTF_8));
    }
    return new Page(page, false);
  }

  @Override
  public Added add(String threadId, AttachmentIdentity identity, JsonElement payload) {
    if (!Keys.isKey(threadId)) {
      throw ThreadStoreException.notFound(threadId);
    }
    String hash = AttachmentFormat.hash(identity);
    return database.transaction(
        threadId,
        connection -> {
          lock(connection, threadId);
          List<Entry> entries = entries(connection, threadId);
          for (Entry entry : entries) {
            if (entry.identity().equals(hash)) {
              return new Added(decode(threadId, entry), false);
            }
          }
          if (entries.size() >= MAX_OF_THREAD) {
            throw ThreadStoreException.invalid(
                threadId, "thread attachment identity count exceeds " + MAX_OF_THREAD);
          }
          // Behind the others whatever the clock was, so that no page misses it.
          String id = entries.isEmpty() ? Uuid7.next() : Uuid7.after(entries.getLast().id());
          StoredAttachment made = new StoredAttachment(id, identity, payload);
          insert(connection, threadId, hash, made);
          return new Added(made, true);
        });
  }

  @Override
  public @Nullable String remove(String threadId, AttachmentIdentity identity) {
    if (!Keys.isKey(threadId)) {
      return null;
    }
    return database
        .transaction(
            threadId,
            connection -> {
              try (PreparedStatement statement =
                  connection.prepareStatement(
                      "delete from heddle_attachments where thread = ? and identity = ?"
                          + " returning id")) {
                statement.setString(1, threadId);
                statement.setString(2, AttachmentFormat.hash(identity));
                try (ResultSet found = statement.executeQuery()) {
                  return found.next() ? Optional.of(found.getString(1)) : Optional.<String>empty();
                }
              }
            })
        .orElse(null);
  }

  @Override
  public Owners owners(AttachmentIdentity identity, @Nullable String after, int limit) {
    List<String> owners =
        database.transaction(
            null,
            connection -> {
              List<String> threads = new ArrayList<>();
              try (PreparedStatement statement =
                  connection.prepareStatement(
                      """
                      select thread from heddle_attachments where identity = ? and thread > ?
                      order by thread limit ?
                      """)) {
                statement.setString(1, AttachmentFormat.hash(identity));
                statement.setString(2, after == null || !Keys.isKey(after) ? "" : after);
                statement.setLong(3, limit + 1L);
                try (ResultSet found = statement.executeQuery()) {
                  while (found.next()) {
                    threads.add(found.getString(1));
                  }
                }
              }
              return threads;
            });
    return owners.size() <= limit
        ? new Owners(owners, null)
        : new Owners(owners.subList(0, limit), owners.get(limit - 1));
  }

  @Override
  public void copy(String fromThreadId, String toThreadId) {
    if (!Keys.isKey(fromThreadId) || !Keys.isKey(toThreadId)) {
      return;
    }
    int unused =
        database.transaction(
            toThreadId,
            connection -> {
              lock(connection, toThreadId);
              List<Entry> entries = entries(connection, fromThreadId);
              for (Entry entry : entries) {
                try {
                  StoredAttachment source = decode(fromThreadId, entry);
                  StoredAttachment copy =
                      new StoredAttachment(Uuid7.next(), source.identity(), source.payload());
                  insert(connection, toThreadId, entry.identity(), copy);
                } catch (ThreadStoreException e) {
                  LOG.warn("attachment.not_copied thread=" + fromThreadId + " id=" + entry.id());
                }
              }
              return entries.size();
            });
  }

  @Override
  public void forget(String threadId) {
    if (Keys.isKey(threadId)) {
      int unused = database.transaction(threadId, connection -> forget(connection, threadId));
    }
  }

  /** Takes all attachments of a thread away, within the transaction in which it goes. */
  static int forget(Connection connection, String threadId) throws SQLException {
    String sql = "delete from heddle_attachments where thread = ?";
    return ThreadTable.run(connection, sql, threadId);
  }

  private static List<Entry> entries(Connection connection, String threadId) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select id, identity, content from heddle_attachments where thread = ? order by id")) {
      statement.setString(1, threadId);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          entries.add(new Entry(found.getString(1), found.getString(2), found.getBytes(3)));
        }
      }
    }
    return entries;
  }

  private static void insert(
      Connection connection, String threadId, String hash, StoredAttachment attachment)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("insert into heddle_attachments values (?, ?, ?, ?)")) {
      statement.setString(1, threadId);
      statement.setString(2, attachment.id());
      statement.setString(3, hash);
      statement.setBytes(4, AttachmentFormat.encode(attachment));
      statement.executeUpdate();
    }
  }

  private static StoredAttachment decode(String threadId, Entry entry) {
    try {
      return AttachmentFormat.decode(entry.id(), entry.identity(), entry.content());
    } catch (DamagedFormatException e) {
      throw new ThreadStoreException(
          Kind.CORRUPT,
          threadId,
          "an attachment is damaged (row " + entry.id() + " of heddle_attachments)",
          e);
    }
  }

  private static void lock(Connection connection, String threadId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select pg_advisory_xact_lock("
                + "hashtextextended(current_schema() || '/attachments/' || ?, 0))")) {
      statement.setString(1, threadId);
      statement.execute();
    }
  }
}
