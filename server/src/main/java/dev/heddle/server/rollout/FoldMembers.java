package dev.heddle.server.rollout;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a record that the folds look at: enough to know turns, items, settings and counts,
 * nothing of what was said beyond what a preview shows.
 *
 * <p>A record without its other members means the same to {@link TurnFold}, {@link ContextFacts}
 * and {@code ThreadFold}. Whoever makes one of them look at another member adds it here; a test
 * compares whole and partial records through all three.
 *
 * <p><b>Thread-safety:</b> immutable.
 */
public sealed interface FoldMembers {
  /** Everything. */
  FoldMembers ALL = new Everything();

  /** How many there are of something, not what they are: strings are empty, objects too. */
  FoldMembers PRESENCE = new Present();

  /** A header without what makes it long: the instructions and the tools of the thread. */
  FoldMembers HEADER = new Others(Set.of("base_instructions", "dynamic_tools"));

  /**
   * What is looked at of a member, or null for nothing.
   *
   * @param before the members that come before it in its object and are looked at
   */
  @Nullable FoldMembers of(String member, JsonObject before);

  /** What is looked at in the payload of a record of this type. */
  static FoldMembers ofRecord(String recordType) {
    return switch (recordType) {
      case RecordTypes.RESPONSE_ITEM -> Chosen.RESPONSE_ITEM;
      case RecordTypes.EVENT_MSG -> Chosen.EVENT;
      case RecordTypes.COMPACTED -> Chosen.COMPACTED;
      case RecordTypes.SESSION_META -> HEADER;
      case RecordTypes.TURN_CONTEXT,
          RecordTypes.WORLD_STATE,
          RecordTypes.THREAD_METADATA,
          RecordTypes.PARTIAL_ITEM ->
          ALL;
      default -> Chosen.NOTHING;
    };
  }

  /** What makes the conversation: what a {@link Conversation} looks at. */
  static FoldMembers ofConversation(String recordType) {
    return switch (recordType) {
      case RecordTypes.RESPONSE_ITEM -> ALL;
      case RecordTypes.COMPACTED -> Chosen.CHECKPOINT;
      case RecordTypes.EVENT_MSG -> Chosen.TURN_MARK;
      default -> Chosen.NOTHING;
    };
  }

  /** A value that is kept whole. */
  final class Everything implements FoldMembers {
    private Everything() {}

    @Override
    public FoldMembers of(String member, JsonObject before) {
      return this;
    }
  }

  /** A value of which only the shape is kept. */
  final class Present implements FoldMembers {
    private Present() {}

    @Override
    public @Nullable FoldMembers of(String member, JsonObject before) {
      return null;
    }
  }

  /** An object of which all members but some are kept. */
  final class Others implements FoldMembers {
    private final Set<String> leftOut;

    private Others(Set<String> leftOut) {
      this.leftOut = leftOut;
    }

    @Override
    public @Nullable FoldMembers of(String member, JsonObject before) {
      return leftOut.contains(member) ? null : ALL;
    }
  }

  /** An object, or an array of such, of which some members are kept. */
  final class Chosen implements FoldMembers {
    private static final Chosen NOTHING = new Chosen(Map.of());
    private static final Chosen TEXTS = new Chosen(Map.of("type", ALL, "text", ALL));
    private static final Chosen PASSTHROUGH =
        new Chosen(Map.of("content_item_kinds", ALL, "turn_id", ALL));

    /** Of an item of the conversation: whether a user said it, and in which turn. */
    private static final Chosen RESPONSE_ITEM =
        new Chosen(
            Map.of(
                "type",
                ALL,
                "role",
                ALL,
                "content",
                TEXTS,
                "internal_chat_message_metadata_passthrough",
                PASSTHROUGH));

    private static final Chosen COMPACTED =
        new Chosen(
            Map.of(
                "replacement_history", RESPONSE_ITEM,
                "message", ALL,
                "resume_metadata", ALL,
                "window_number", ALL,
                "first_window_id", ALL,
                "window_id", ALL));

    private static final Chosen CHECKPOINT =
        new Chosen(Map.of("replacement_history", ALL, "message", ALL));

    /** Of an event: what says where turns begin and how many are taken back. */
    private static final Chosen TURN_MARK =
        new Chosen(
            Map.of(
                "type", ALL,
                "turn_id", ALL,
                "num_turns", ALL,
                "item", new Chosen(Map.of("type", ALL))));

    private static final Chosen ITEM =
        new Chosen(
            Map.of("id", ALL, "type", ALL, "client_id", ALL, "heddle_cut", ALL, "content", TEXTS));

    private static final Chosen EVENT =
        new Chosen(
            Map.ofEntries(
                Map.entry("type", ALL),
                Map.entry("turn_id", ALL),
                Map.entry("root_turn_id", ALL),
                Map.entry("started_at", ALL),
                Map.entry("completed_at", ALL),
                Map.entry("duration_ms", ALL),
                Map.entry("error", ALL),
                Map.entry("item", ITEM),
                Map.entry("client_id", ALL),
                Map.entry("started_at_ms", ALL),
                Map.entry("completed_at_ms", ALL),
                Map.entry("call_id", ALL),
                Map.entry("num_turns", ALL),
                Map.entry("thread_id", ALL),
                Map.entry("threadId", ALL),
                Map.entry("thread_settings", ALL),
                Map.entry("goal", ALL),
                Map.entry("info", ALL),
                Map.entry("message", ALL),
                Map.entry("images", PRESENCE),
                Map.entry("local_images", PRESENCE),
                Map.entry("audio", PRESENCE),
                Map.entry("local_audio", PRESENCE)));

    private final Map<String, FoldMembers> members;

    private Chosen(Map<String, FoldMembers> members) {
      this.members = members;
    }

    @Override
    public @Nullable FoldMembers of(String member, JsonObject before) {
      boolean spoken =
          switch (member) {
            case "content" ->
                this == ITEM
                    ? Json.string(before, "type", "UserMessage").equals("UserMessage")
                    : Json.string(before, "role", "user").equals("user");
            case "message" ->
                this != EVENT
                    || Json.string(before, "type", EventTypes.USER_MESSAGE)
                        .equals(EventTypes.USER_MESSAGE);
            default -> true;
          };
      return spoken ? members.get(member) : null;
    }
  }
}
