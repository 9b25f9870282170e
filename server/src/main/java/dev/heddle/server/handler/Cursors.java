package dev.heddle.server.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ThreadItemsListAnchor;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.Timestamps;
import dev.heddle.server.store.AttachmentIdentity;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.StoredAttachment;
import dev.heddle.server.store.ThreadAttachments;
import dev.heddle.server.store.ThreadQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The texts that stand for a place in a list, in the forms that clients of the peer have kept. */
final class Cursors {
  private static final Pattern POSITION =
      Pattern.compile("(?<position>-?\\d{1,18})(?:\\.(?<list>\\d{6}))?");
  private static final int NANOS_PER_MS = 1_000_000;
  private static final String TURNS = "turns";
  private static final String ITEMS = "itemsByCreatedAtOrdinal";

  private Cursors() {}

  /** A row of a thread's turns. */
  static String turn(String threadId, long ordinal, boolean inclusive) {
    return row(threadId, ordinal, inclusive, TURNS);
  }

  /** A row of a thread's items. */
  static String item(String threadId, long ordinal, boolean inclusive) {
    return row(threadId, ordinal, inclusive, ITEMS);
  }

  /**
   * A row of the turns of a legacy thread, which is named by its turn. The ordinal is a hint of
   * ours that saves looking for it.
   */
  static String legacyTurn(String turnId, long ordinal, boolean inclusive) {
    JsonObject cursor = new JsonObject();
    cursor.addProperty("turnId", turnId);
    cursor.addProperty("includeAnchor", inclusive);
    cursor.addProperty("rolloutOrdinal", ordinal);
    return cursor.toString();
  }

  /**
   * A place in a thread's timeline: before this entry.
   *
   * @param kind of the entry: 0 begins a turn, 1 is an item, 3 ends a turn
   * @param id of its turn or item
   */
  static String timeline(String threadId, long position, int kind, String id) {
    JsonObject cursor = new JsonObject();
    cursor.addProperty("threadId", threadId);
    cursor.addProperty("position", position);
    cursor.addProperty("kind", kind);
    cursor.addProperty("id", id);
    return cursor.toString();
  }

  /** The place that {@code cursor} names, which must be of this thread; null for none. */
  static HistoryPages.@Nullable Anchor parseTimeline(String threadId, @Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    if (parsed(cursor) instanceof JsonObject place
        && threadId.equals(Json.string(place, "threadId"))
        && Json.integer(place, "position") instanceof Long position
        && Json.integer(place, "kind") != null
        && Json.string(place, "id") != null) {
      return new HistoryPages.Anchor(position, false);
    }
    throw RpcException.invalidRequest(ErrorKind.INVALID_CURSOR, "invalid thread timeline cursor");
  }

  private static String row(String threadId, long ordinal, boolean inclusive, String kind) {
    JsonObject scope = new JsonObject();
    scope.addProperty("kind", kind);
    JsonObject cursor = new JsonObject();
    cursor.addProperty("requestedThreadId", threadId);
    cursor.addProperty("rolloutOrdinal", ordinal);
    cursor.addProperty("includeAnchor", inclusive);
    cursor.add("scope", scope);
    return cursor.toString();
  }

  /** The row of turns that {@code cursor} names; null for none. */
  static HistoryPages.@Nullable Anchor parseTurn(String threadId, @Nullable String cursor) {
    return cursor == null ? null : parseRow(threadId, cursor, object(cursor), TURNS);
  }

  /** The row of items that {@code cursor} names; null for none. */
  static HistoryPages.@Nullable Anchor parseItem(String threadId, @Nullable String cursor) {
    return cursor == null ? null : parseRow(threadId, cursor, object(cursor), ITEMS);
  }

  /** The cursor of another page of items; null for none, or when it is an item. */
  static @Nullable String pageOfItems(@Nullable JsonElement cursor) {
    return cursor instanceof JsonPrimitive text && text.isString() ? text.getAsString() : null;
  }

  /** The id of the item that {@code cursor} is; null for none, or when it is of another page. */
  static @Nullable String namedItem(@Nullable JsonElement cursor) {
    if (cursor == null || pageOfItems(cursor) != null) {
      return null;
    }
    try {
      if (cursor instanceof JsonObject
          && WireJson.decode(cursor, ThreadItemsListAnchor.class)
              instanceof ThreadItemsListAnchor.Item item) {
        return item.itemId();
      }
    } catch (DecodeException e) {
      throw noItemsCursor();
    }
    throw noItemsCursor();
  }

  private static RpcException noItemsCursor() {
    return RpcException.invalidRequest(
        ErrorKind.INVALID_PARAMS,
        "Invalid request: data did not match any variant of untagged enum ThreadItemsListCursor");
  }

  private static HistoryPages.Anchor parseRow(
      String threadId, String text, JsonObject cursor, String kind) {
    JsonObject scope = Json.object(cursor, "scope");
    Long ordinal = Json.integer(cursor, "rolloutOrdinal");
    if (scope == null
        || ordinal == null
        || !kind.equals(Json.string(scope, "kind"))
        || !threadId.equals(Json.string(cursor, "requestedThreadId"))) {
      throw invalid(text);
    }
    return new HistoryPages.Anchor(ordinal, inclusive(cursor, text));
  }

  /** The turn that the cursor of a legacy thread names. */
  static LegacyTurn parseLegacyTurn(String cursor) {
    JsonObject object = object(cursor);
    String turnId = Json.string(object, "turnId");
    if (turnId == null) {
      throw invalid(cursor);
    }
    return new LegacyTurn(
        turnId, Json.integer(object, "rolloutOrdinal"), inclusive(object, cursor));
  }

  /**
   * A turn of a legacy thread.
   *
   * @param ordinal where it was when the cursor was made, or null when the cursor does not say
   */
  record LegacyTurn(String turnId, @Nullable Long ordinal, boolean inclusive) {}

  private static boolean inclusive(JsonObject cursor, String text) {
    if (cursor.get("includeAnchor") instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    throw invalid(text);
  }

  private static JsonObject object(String text) {
    if (parsed(text) instanceof JsonObject object) {
      return object;
    }
    throw invalid(text);
  }

  /** The JSON that the text is; null when it is none. */
  private static @Nullable JsonElement parsed(String text) {
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException e) {
      return null;
    }
  }

  /** A time in lists of threads, whatever they show. */
  static String thread(Instant at) {
    return Timestamps.millis(at);
  }

  /**
   * A place in the list of threads that the query asks for: a time, or a position in a section, and
   * a thread that has it. What is smaller than the milliseconds of the time, or than the position,
   * tells which list it is.
   */
  static String thread(ListCursor place, ThreadQuery query) {
    String at =
        isByPosition(query)
            ? String.format(Locale.ROOT, "%d.%06d", place.at(), listOf(query))
            : Timestamps.nanos(Instant.ofEpochMilli(place.at()).plusNanos(listOf(query)));
    return at + "|" + place.threadId();
  }

  private static boolean isByPosition(ThreadQuery query) {
    return query.section() != null && query.section().ordered();
  }

  /**
   * The place that {@code cursor} names, which must be of the list that the query asks for; null
   * for none. A time alone is good for any list by time, and a place of another server's making for
   * any of its kind.
   */
  static @Nullable ListCursor parseThread(@Nullable String cursor, ThreadQuery query) {
    if (cursor == null) {
      return null;
    }
    int bar = cursor.indexOf('|');
    String time = bar < 0 ? cursor : cursor.substring(0, bar);
    String threadId = bar < 0 ? null : ThreadIds.parseOrNull(cursor.substring(bar + 1));
    if (bar >= 0 && threadId == null) {
      throw invalid(cursor);
    }
    if (isByPosition(query)) {
      return parsePosition(cursor, time, threadId, query);
    }
    try {
      Instant at = Timestamps.parse(time);
      int list = at.getNano() % NANOS_PER_MS;
      if (threadId != null && list != 0 && list != listOf(query)) {
        throw invalid(cursor);
      }
      return ListCursor.at(at, threadId);
    } catch (DateTimeException e) {
      throw invalid(cursor);
    }
  }

  private static ListCursor parsePosition(
      String cursor, String at, @Nullable String threadId, ThreadQuery query) {
    Matcher position = POSITION.matcher(at);
    if (threadId == null || !position.matches()) {
      throw invalid(cursor);
    }
    String list = position.group("list");
    if (list != null && Integer.parseInt(list) != listOf(query)) {
      throw invalid(cursor);
    }
    return new ListCursor(Long.parseLong(position.group("position")), threadId);
  }

  /**
   * A number for what a list shows, 1 to 999,999: the order and all filters but the threads that
   * are left out one by one. The direction is not in it, so one can turn round at any place.
   */
  private static int listOf(ThreadQuery query) {
    JsonArray shown = new JsonArray();
    shown.add(query.sortKey().name());
    if (query.section() != null) {
      shown.add(query.section().sectionId());
      shown.add(query.section().ordered());
    }
    if (query.project() != null) {
      shown.add("project");
      shown.add(query.project().projectId());
    }
    shown.add(query.archived());
    shown.add(words(query.sources()));
    shown.add(words(query.modelProviders()));
    shown.add(words(query.cwds()));
    shown.add(query.searchTerm());
    shown.add(query.parentThreadId());
    shown.add(query.ancestorThreadId());
    CRC32 crc = new CRC32();
    crc.update(shown.toString().getBytes(UTF_8));
    return 1 + (int) (crc.getValue() % (NANOS_PER_MS - 1));
  }

  private static @Nullable JsonArray words(@Nullable Set<String> wanted) {
    if (wanted == null) {
      return null;
    }
    JsonArray words = new JsonArray();
    wanted.stream().sorted().forEach(words::add);
    return words;
  }

  /** A place among the occurrences of a term in a thread. */
  static String occurrence(String threadId, String term, long ordinal, long index) {
    JsonObject cursor = new JsonObject();
    cursor.addProperty("threadId", threadId);
    cursor.addProperty("searchTerm", term);
    cursor.addProperty("nextRolloutOrdinal", ordinal);
    cursor.addProperty("nextOccurrenceIndex", index);
    return cursor.toString();
  }

  /** The place that {@code cursor} names, which must be of this search; null for none. */
  static @Nullable Occurrence parseOccurrence(
      String threadId, String term, @Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    JsonObject object = object(cursor);
    Long ordinal = Json.integer(object, "nextRolloutOrdinal");
    Long index = Json.integer(object, "nextOccurrenceIndex");
    if (ordinal == null
        || index == null
        || !threadId.equals(Json.string(object, "threadId"))
        || !term.equals(Json.string(object, "searchTerm"))) {
      throw invalid(cursor);
    }
    return new Occurrence(ordinal, index);
  }

  /**
   * A place among the occurrences of a term.
   *
   * @param ordinal of the item it is in
   * @param index how many come before it in that item
   */
  record Occurrence(long ordinal, long index) {}

  /** A place in the list of a thread's attachments: behind this one. */
  static String attachment(String threadId, StoredAttachment attachment) {
    ThreadAttachments.Place place = ThreadAttachments.Place.behind(attachment);
    return threadId + "|" + place.createdAtSeconds() + "|" + place.id();
  }

  /** The place that {@code cursor} names, which must be of this thread; null for none. */
  static ThreadAttachments.@Nullable Place parseAttachment(
      String threadId, @Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    List<String> parts = List.of(cursor.split("\\|", -1));
    String id = parts.size() == 3 ? ThreadIds.parseOrNull(parts.get(2)) : null;
    if (id == null || !parts.getFirst().equals(threadId)) {
      throw invalidPlace();
    }
    try {
      return new ThreadAttachments.Place(Long.parseLong(parts.get(1)), id);
    } catch (NumberFormatException e) {
      throw invalidPlace();
    }
  }

  /** A place among the threads that have an attachment: behind this thread. */
  static String attachmentOwner(
      AttachmentIdentity identity, @Nullable Boolean archived, String threadId) {
    JsonObject cursor = new JsonObject();
    cursor.addProperty("attachment_type", identity.type());
    cursor.addProperty("identity_key", identity.key());
    cursor.addProperty("archived", archived);
    cursor.addProperty("thread_id", threadId);
    return cursor.toString();
  }

  /** The thread that {@code cursor} names, which must be of this list; null for none. */
  static @Nullable String parseAttachmentOwner(
      AttachmentIdentity identity, @Nullable Boolean archived, @Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    try {
      JsonObject place = object(cursor);
      String given = Json.string(place, "thread_id");
      String threadId = given == null ? null : ThreadIds.parseOrNull(given);
      if (given != null
          && threadId != null
          && object(attachmentOwner(identity, archived, given)).equals(place)) {
        return threadId;
      }
    } catch (RpcException e) {
      throw invalidPlace();
    }
    throw invalidPlace();
  }

  private static RpcException invalidPlace() {
    return RpcException.of(
        RpcException.INVALID_PARAMS, ErrorKind.INVALID_CURSOR, "invalid pagination cursor");
  }

  static RpcException invalid(String cursor) {
    return RpcException.invalidRequest(ErrorKind.INVALID_CURSOR, "invalid cursor: " + cursor);
  }
}
