package dev.heddle.server.rollout;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fold of records into the conversation as the model has it.
 *
 * <p>Feed it the records of one thread in order. A {@link #isCheckpoint checkpoint} replaces the
 * conversation, so feeding may start at one.
 *
 * <p><b>Thread-safety:</b> none; one thread at a time.
 *
 * <p><b>Errors:</b> none for any record; what it does not understand it skips.
 */
public final class Conversation {
  private final List<Entry> entries = new ArrayList<>();
  private final TurnMarks<Integer> turns = new TurnMarks<>();
  private long chars;

  /** Whether the conversation can be rebuilt from this record and what follows it. */
  public static boolean isCheckpoint(RolloutRecord record) {
    return record.type().equals(RecordTypes.COMPACTED)
        && record.payload().get("replacement_history") instanceof JsonArray;
  }

  /** Whether the record may change the conversation; text that streams does not. */
  public static boolean concerns(RolloutRecord record) {
    return switch (record.type()) {
      case RecordTypes.RESPONSE_ITEM, RecordTypes.COMPACTED, RecordTypes.EVENT_MSG -> true;
      default -> false;
    };
  }

  /** Whether the conversation has less in it after this record than before. */
  public static boolean loses(RolloutRecord record) {
    return record.type().equals(RecordTypes.COMPACTED) || ContextFacts.isRollback(record);
  }

  /** The next record. */
  public void accept(RolloutRecord record) {
    JsonObject payload = record.payload();
    turns.accept(record, entries.size());
    switch (record.type()) {
      case RecordTypes.RESPONSE_ITEM -> add(payload);
      case RecordTypes.COMPACTED -> compact(payload);
      case RecordTypes.EVENT_MSG -> {
        if (ContextFacts.isRollback(record)) {
          rollBack(record);
        }
      }
      default -> {
        // Nothing was said.
      }
    }
  }

  private void add(JsonObject item) {
    Entry entry = Entry.of(item);
    entries.add(entry);
    chars += entry.chars;
  }

  private void compact(JsonObject compacted) {
    List<JsonObject> items = new ArrayList<>();
    if (compacted.get("replacement_history") instanceof JsonArray replacement) {
      for (JsonElement element : replacement) {
        if (element instanceof JsonObject item) {
          items.add(item);
        }
      }
    } else {
      // Old checkpoints hold the summary only; the conversation was what the user said, then it.
      entries.stream()
          .map(entry -> entry.item)
          .filter(ResponseItems::isUserInput)
          .forEach(items::add);
      items.add(ResponseItems.message("user", Json.string(compacted, "message", "")));
    }
    entries.clear();
    chars = 0;
    turns.replaced();
    for (JsonObject item : items) {
      turns.kept(item, entries.size());
      add(item);
    }
  }

  private void rollBack(RolloutRecord record) {
    Integer cut = turns.takeBack(record);
    if (cut == null) {
      return;
    }
    List<Entry> gone = entries.subList(cut, entries.size());
    gone.forEach(entry -> chars -= entry.chars);
    gone.clear();
  }

  /**
   * The conversation, oldest first. A snapshot; its items are shared. Outputs of calls that are not
   * in it are left out, as providers refuse them.
   */
  public List<JsonObject> items() {
    Set<String> calls = new HashSet<>();
    List<JsonObject> items = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      if (entry.callId != null) {
        calls.add(entry.callId);
      }
      if (entry.answeredCallId == null || calls.contains(entry.answeredCallId)) {
        items.add(entry.forModel);
      }
    }
    return items;
  }

  /** The conversation as it is recorded, oldest first. A snapshot; its items are shared. */
  public List<JsonObject> recorded() {
    return entries.stream().map(Entry::item).toList();
  }

  /** How many items are recorded. */
  public int size() {
    return entries.size();
  }

  /** Calls of the conversation that have no output, oldest first. */
  public List<JsonObject> callsWithoutOutput() {
    Map<String, JsonObject> open = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.callId != null) {
        open.put(entry.callId, entry.item);
      }
      if (entry.answeredCallId != null) {
        open.remove(entry.answeredCallId);
      }
    }
    return List.copyOf(open.values());
  }

  /** How many characters its texts have, to know what it costs to keep. */
  public long chars() {
    return chars;
  }

  private static long chars(JsonElement element) {
    if (element instanceof JsonObject object) {
      long sum = 0;
      for (var member : object.entrySet()) {
        sum += member.getKey().length() + chars(member.getValue());
      }
      return sum;
    }
    if (element instanceof JsonArray array) {
      long sum = 0;
      for (JsonElement value : array) {
        sum += chars(value);
      }
      return sum;
    }
    return element instanceof JsonPrimitive value && value.isString()
        ? value.getAsString().length()
        : 1;
  }

  /**
   * One item, and what is asked about it with every request: looked up once.
   *
   * @param item the response item
   * @param forModel the item as the model gets it
   * @param callId of the call it is, or null
   * @param answeredCallId of the call it answers, or null
   * @param chars of its texts
   */
  private record Entry(
      JsonObject item,
      JsonObject forModel,
      @Nullable String callId,
      @Nullable String answeredCallId,
      long chars) {
    static Entry of(JsonObject item) {
      return new Entry(
          item,
          ResponseItems.forModel(item),
          ResponseItems.callId(item),
          ResponseItems.answeredCallId(item),
          Conversation.chars(item));
    }
  }
}
