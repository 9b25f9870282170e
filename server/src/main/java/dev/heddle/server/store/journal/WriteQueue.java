package dev.heddle.server.store.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records that a log has accepted and not stored, in order, with their ordinals.
 *
 * <p>A thread that is not stored yet has its header and early metadata here; they go before its
 * first record.
 *
 * <p><b>Thread-safety:</b> none; its log's lock guards it.
 */
public final class WriteQueue {
  private static final String OWN_RECORDS = "heddle_";

  /** Timestamp, ordinal, type and punctuation of a line. */
  private static final int ENVELOPE_BYTES = 100;

  private final HistoryMode historyMode;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final List<RolloutRecord> beforeFirst = new ArrayList<>();
  private @Nullable RolloutRecord header;
  private long nextOrdinal;
  private long accepted;
  private long stored;
  private long bytes;

  private record Waiting(RolloutRecord record, long bytes) {}

  /**
   * A queue with nothing in it.
   *
   * @param header first record of a thread that is not stored yet; null to go on with a stored one
   * @param nextOrdinal ordinal of the next record; ignored in legacy mode
   */
  public WriteQueue(HistoryMode historyMode, @Nullable RolloutRecord header, long nextOrdinal) {
    this.historyMode = historyMode;
    this.header = header;
    this.nextOrdinal = nextOrdinal;
  }

  /** Whether anything was accepted to be stored, or is stored already. */
  boolean begun() {
    return header == null;
  }

  /** Keeps metadata until the first record comes. */
  void holdBack(List<RolloutRecord> metadata) {
    beforeFirst.addAll(metadata);
  }

  void add(List<RolloutRecord> records) {
    if (header != null) {
      enqueue(header);
      header = null;
      beforeFirst.forEach(this::enqueue);
      beforeFirst.clear();
    }
    records.forEach(this::enqueue);
  }

  private void enqueue(RolloutRecord record) {
    // Codex does not count records it cannot read: with an ordinal, ours would be used twice.
    boolean numbered =
        historyMode == HistoryMode.PAGINATED && !record.type().startsWith(OWN_RECORDS);
    RolloutRecord placed = record.at(numbered ? nextOrdinal++ : RolloutRecord.NO_ORDINAL);
    long size = ENVELOPE_BYTES + size(record.payload());
    waiting.add(new Waiting(placed, size));
    bytes += size;
    accepted++;
  }

  /** Gives what waits the ordinals behind this one; {@link RolloutRecord#NO_ORDINAL} for none. */
  void goOnBehind(long ordinal) {
    if (ordinal == RolloutRecord.NO_ORDINAL) {
      return;
    }
    nextOrdinal = ordinal + 1;
    List<Waiting> placed = List.copyOf(waiting);
    waiting.clear();
    for (Waiting each : placed) {
      boolean numbered = each.record.ordinal() != RolloutRecord.NO_ORDINAL;
      waiting.add(numbered ? new Waiting(each.record.at(nextOrdinal++), each.bytes) : each);
    }
  }

  /** The oldest records, up to so many bytes but at least one; they stay until they are stored. */
  List<RolloutRecord> oldest(long maxBytes) {
    List<RolloutRecord> taken = new ArrayList<>();
    long size = 0;
    for (Waiting next : waiting) {
      if (size > 0 && size + next.bytes > maxBytes) {
        break;
      }
      taken.add(next.record);
      size += next.bytes;
    }
    return taken;
  }

  /** The oldest {@code count} records are stored. */
  void stored(int count) {
    for (int i = 0; i < count; i++) {
      bytes -= waiting.remove().bytes;
    }
    stored += count;
  }

  /** How many records were accepted, ever. */
  long accepted() {
    return accepted;
  }

  /** How many of them are stored. */
  long stored() {
    return stored;
  }

  /** How many wait. */
  long size() {
    return accepted - stored;
  }

  /** What those take that wait, roughly: they are not encoded before their turn comes. */
  long bytes() {
    return bytes;
  }

  private static long size(JsonElement element) {
    if (element instanceof JsonObject object) {
      long size = 2;
      for (Map.Entry<String, JsonElement> member : object.entrySet()) {
        size += member.getKey().length() + 4 + size(member.getValue());
      }
      return size;
    }
    if (element instanceof JsonArray array) {
      long size = 2;
      for (JsonElement each : array) {
        size += size(each) + 1;
      }
      return size;
    }
    return element instanceof JsonPrimitive text && text.isString()
        ? text.getAsString().length() + 2L
        : 8;
  }
}
