package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.io.IOException;
import java.nio.file.Path;

/** The first session_meta of a file: whose it is. */
final class SessionHead {
  /** A damaged beginning may hide the header behind it, but not further down than this. */
  private static final int RECORDS = 10;

  private SessionHead() {}

  /**
   * The header of the file, checked against its name.
   *
   * @throws ThreadStoreException CORRUPT when there is none, or another thread's
   */
  static JsonObject read(RolloutFile file) throws IOException {
    JsonObject meta = read(file.path());
    String id = id(meta);
    if (!id.equalsIgnoreCase(file.threadId())) {
      throw new ThreadStoreException(
          Kind.CORRUPT,
          file.threadId(),
          "session metadata "
              + file.path()
              + " belongs to thread "
              + id
              + ", expected "
              + file.threadId(),
          null);
    }
    return meta;
  }

  /** The header of the file, whatever its name. */
  static JsonObject read(Path path) throws IOException {
    return record(path).payload();
  }

  /** The same as the whole record. */
  static RolloutRecord record(Path path) throws IOException {
    try (RolloutReader reader = RolloutReader.open(path)) {
      RolloutRecord next = reader.next();
      for (int i = 0; i < RECORDS && next != null; i++, next = reader.next()) {
        if (next.type().equals(RecordTypes.SESSION_META) && !id(next.payload()).isEmpty()) {
          return next;
        }
      }
    }
    throw new ThreadStoreException(
        Kind.CORRUPT,
        null,
        "failed to read session metadata " + path + ": rollout at " + path + " is empty",
        null);
  }

  static String id(JsonObject meta) {
    return meta.get("id") instanceof JsonPrimitive id ? id.getAsString() : "";
  }
}
