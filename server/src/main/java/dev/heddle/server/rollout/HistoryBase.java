package dev.heddle.server.rollout;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The part of another rollout a thread inherits by reference.
 *
 * @param threadId thread whose newest matching file holds the part
 * @param endOrdinalExclusive first ordinal that is not inherited
 * @param endByteOffset size of the inherited prefix of that file, in bytes
 */
public record HistoryBase(String threadId, long endOrdinalExclusive, long endByteOffset) {

  /**
   * The base a {@code session_meta} payload names, or null when it names none.
   *
   * @throws IllegalArgumentException when it names one that cannot be read; such a thread has more
   *     history than its own records show
   */
  public static @Nullable HistoryBase of(JsonObject sessionMeta) {
    JsonElement named = sessionMeta.get("history_base");
    if (named == null || named.isJsonNull()) {
      return null;
    }
    JsonObject base = Json.object(sessionMeta, "history_base");
    if (base == null) {
      throw new IllegalArgumentException("history_base is not an object");
    }
    String threadId = Json.string(base, "thread_id");
    Long ordinal = Json.integer(base, "end_ordinal_exclusive");
    Long offset = Json.integer(base, "end_byte_offset");
    if (threadId == null || ordinal == null || offset == null || ordinal < 0 || offset < 0) {
      throw new IllegalArgumentException("history_base lacks a thread, an ordinal or an offset");
    }
    return new HistoryBase(threadId, ordinal, offset);
  }

  JsonObject toJson() {
    JsonObject base = new JsonObject();
    base.addProperty("thread_id", threadId);
    base.addProperty("end_ordinal_exclusive", endOrdinalExclusive);
    base.addProperty("end_byte_offset", endByteOffset);
    return base;
  }
}
