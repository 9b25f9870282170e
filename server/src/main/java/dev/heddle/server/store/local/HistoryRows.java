package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.StoredTurn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of the history index. */
final class HistoryRows {
  private HistoryRows() {}

  /**
   * How far a file is covered.
   *
   * @param id of the file in other tables
   * @param base what its rows were made on
   * @param identity device and inode when it was read
   * @param covered bytes that went into the rows
   * @param midLine whether the last of them is no line feed
   * @param lastOrdinal newest ordinal among them
   * @param tailHash of the bytes just before {@code covered}
   * @param unfit whether its history cannot be told by rows
   * @param state where the folds stand behind them
   */
  record CoveredFile(
      long id,
      String key,
      String base,
      String identity,
      long covered,
      boolean midLine,
      long lastOrdinal,
      String tailHash,
      boolean unfit,
      FoldState state) {}

  /**
   * A turn in one file.
   *
   * @param at the record that made it known there
   * @param inherited whether it belongs to a file below
   */
  record TurnRow(long at, String turnId, long ordinal, boolean inherited) {}

  /** What a record says of a turn. */
  enum Kind {
    START,
    ITEM,
    MORE,
    TEXT,
    MORE_TEXT,
    END
  }

  /**
   * What one record says of a turn.
   *
   * @param turn the turn's {@code at}
   * @param at where the record's line begins
   * @param length of that line
   * @param wholeLength the same with what its blobs have
   * @param head whether it gives its item a place
   * @param body of a turn's start or end; of a user's message the client's id for it; of an item's
   *     text the id it was streamed under, when that is not the item's; or null
   */
  record Event(
      long turn,
      long at,
      Kind kind,
      long length,
      long wholeLength,
      @Nullable String itemId,
      @Nullable String type,
      long ordinal,
      @Nullable Long startedMs,
      @Nullable Long completedMs,
      boolean head,
      @Nullable String body) {
    /** The id that text of an item was streamed under. */
    String streamedAs() {
      return body == null ? String.valueOf(itemId) : body;
    }
  }

  /** Where the folds stood before the record at {@code at}. */
  record Snapshot(long at, boolean checkpoint, String state) {}

  /** Rows that go into the index together, and the mark that tells what they cover. */
  record Batch(
      List<TurnRow> turns, List<Event> events, List<Snapshot> snapshots, List<Closing> closings) {}

  /**
   * An older row that holds only until a record.
   *
   * @param turn the turn's {@code at}
   * @param itemAt the event that gave the item its place; null for the turn and all of its items
   */
  record Closing(long turn, @Nullable Long itemAt, long until) {}

  /** A start or an end of a turn as text. */
  static String body(StoredTurn turn) {
    JsonObject body = new JsonObject();
    body.addProperty("root", turn.rootTurnId());
    body.addProperty("status", turn.status().name());
    body.add("error", turn.error());
    body.addProperty("startedAt", turn.startedAt());
    body.addProperty("completedAt", turn.completedAt());
    body.addProperty("durationMs", turn.durationMs());
    return RolloutCodec.escapeLoneSurrogates(body.toString());
  }

  /** The start that the text says. */
  static StoredTurn started(String turnId, long ordinal, @Nullable String text) {
    return turn(turnId, ordinal, null, text);
  }

  /** The end that the text says; where the turn began it does not. */
  static StoredTurn ended(String turnId, long endOrdinal, @Nullable String text) {
    return turn(turnId, 0, endOrdinal, text);
  }

  private static StoredTurn turn(
      String turnId, long ordinal, @Nullable Long endOrdinal, @Nullable String text) {
    JsonObject body =
        text == null ? new JsonObject() : JsonParser.parseString(text).getAsJsonObject();
    return new StoredTurn(
        turnId,
        Json.string(body, "root"),
        ordinal,
        StoredTurn.Status.valueOf(
            Json.string(body, "status", StoredTurn.Status.IN_PROGRESS.name())),
        Json.object(body, "error"),
        Json.integer(body, "startedAt"),
        Json.integer(body, "completedAt"),
        Json.integer(body, "durationMs"),
        endOrdinal,
        List.of());
  }
}
