package dev.heddle.server.rollout;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One record of a thread's journal: on disk one line, {@code
 * {"timestamp":…,"ordinal":N,"type":…,"payload":{…}}}.
 *
 * @param timestamp when it was recorded; written with milliseconds in UTC
 * @param ordinal its place in the thread's history, counted over the whole chain of forks; {@link
 *     #NO_ORDINAL} in a legacy rollout and before the log has accepted the record
 * @param type what the payload is; see {@link RecordTypes}
 * @param payload the record itself. Treat as immutable: it is shared, not copied
 * @param metadata the peer's side information on some {@code response_item} lines; null elsewhere
 */
public record RolloutRecord(
    Instant timestamp,
    long ordinal,
    String type,
    JsonObject payload,
    @Nullable JsonObject metadata) {

  /** The record has no ordinal: legacy rollout, or not yet appended. */
  public static final long NO_ORDINAL = -1;

  /** No history is that long, and every reader of JSON keeps such numbers as they are. */
  private static final long MAX_ORDINAL = 1L << 53;

  /** The ordinal that a line says, or {@link #NO_ORDINAL} when that cannot be one. */
  public static long ordinal(long said) {
    return said >= 0 && said <= MAX_ORDINAL ? said : NO_ORDINAL;
  }

  /**
   * A record to append; the log gives it its ordinal. Its time is cut to what is written, so that
   * who folds it now and who reads it later come to the same.
   */
  public static RolloutRecord of(Instant timestamp, String type, JsonObject payload) {
    Instant written = timestamp.truncatedTo(ChronoUnit.MILLIS);
    return new RolloutRecord(written, NO_ORDINAL, type, payload, null);
  }

  /** The same record with another payload. */
  public RolloutRecord with(JsonObject newPayload) {
    return new RolloutRecord(timestamp, ordinal, type, newPayload, metadata);
  }

  /** The same record at this place. */
  public RolloutRecord at(long newOrdinal) {
    return new RolloutRecord(timestamp, newOrdinal, type, payload, metadata);
  }
}
