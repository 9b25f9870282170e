package dev.heddle.server.store.postgres;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the database has of a thread beside its records.
 *
 * @param id the thread
 * @param fold what its records say, up to the last one
 * @param archived whether it is archived
 * @param records how many it has, which is the position of the next one
 * @param nextOrdinal the ordinal of the next one that gets any
 * @param writer the token of who may append to it
 */
record ThreadRow(
    String id, ThreadFold fold, boolean archived, long records, long nextOrdinal, String writer) {
  static final String COLUMNS = "id, archived, records, next_ordinal, writer, state";

  /** A thread without records. */
  static ThreadRow empty(String id, String writer) {
    return new ThreadRow(id, new ThreadFold(id), false, 0, 0, writer);
  }

  /** The row at which a result of {@link #COLUMNS} stands. */
  static ThreadRow of(ResultSet found) throws SQLException {
    String id = found.getString(1);
    return new ThreadRow(
        id,
        fold(id, found.getBytes(6)),
        found.getBoolean(2),
        found.getLong(3),
        found.getLong(4),
        found.getString(5));
  }

  private static ThreadFold fold(String id, byte[] state) {
    try {
      if (JsonParser.parseString(new String(state, StandardCharsets.UTF_8))
          instanceof JsonObject json) {
        return ThreadFold.restore(id, json);
      }
    } catch (JsonParseException | IllegalArgumentException | DateTimeException e) {
      throw damaged(id, e);
    }
    throw damaged(id, null);
  }

  private static ThreadStoreException damaged(String id, @Nullable Throwable cause) {
    return new ThreadStoreException(
        Kind.CORRUPT, id, "what is stored of thread " + id + " cannot be read", cause);
  }

  /** The same with these records behind the others; its fold is this one's and moves on. */
  ThreadRow with(List<RolloutRecord> added) {
    long next = nextOrdinal;
    for (RolloutRecord record : added) {
      fold.accept(record);
      next = record.ordinal() == RolloutRecord.NO_ORDINAL ? next : record.ordinal() + 1;
    }
    return new ThreadRow(id, fold, archived, records + added.size(), next, writer);
  }

  /** The thread as others see it. */
  StoredThread thread() {
    return fold.toStoredThread(null, archived);
  }

  byte[] state() {
    return bytes(fold.state().toString());
  }

  /** A text, or one of JSON, as a column takes it. */
  static byte[] bytes(String text) {
    return RolloutCodec.escapeLoneSurrogates(text).getBytes(StandardCharsets.UTF_8);
  }
}
