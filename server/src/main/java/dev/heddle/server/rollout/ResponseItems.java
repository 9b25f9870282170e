package dev.heddle.server.rollout;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be told of an item of the model's conversation by looking at it. */
public final class ResponseItems {
  /** How messages begin that speak for the surroundings, not for the user, in user role. */
  private static final List<String> CONTEXT_PREFIXES =
      List.of(
          "<environment_context>",
          "<user_instructions>",
          "<turn_aborted>",
          "<conversation_summary>",
          "<user_shell_command>",
          "<user_action>",
          "<subagent_notification>",
          "<goal_context>",
          "<codex_internal_context",
          "<skill>",
          "# AGENTS.md instructions for ");

  /** What a message is that sums up a conversation. */
  public static final String SUMMARY_KIND = "compaction.summary";

  /** What a message is that speaks of the goal of its thread. */
  public static final String GOAL_KIND = "goal.internal_context";

  /** How kinds begin of what a client tells the model; the client's name for it follows. */
  public static final String CLIENT_KIND = "additional_content.";

  /** What the peer notes in an item for itself. */
  private static final String PASSTHROUGH = "internal_chat_message_metadata_passthrough";

  private ResponseItems() {}

  /**
   * Whether the item is what a user said: a message in user role that is neither context nor a
   * summary. Such a message begins a turn of the conversation.
   */
  public static boolean isUserInput(JsonObject item) {
    if (!"message".equals(Json.string(item, "type")) || !"user".equals(Json.string(item, "role"))) {
      return false;
    }
    JsonObject passthrough = Json.object(item, PASSTHROUGH);
    JsonArray kinds =
        passthrough == null ? new JsonArray() : Json.array(passthrough, "content_item_kinds");
    if (!kinds.isEmpty()) {
      return kinds.asList().stream().anyMatch(ResponseItems::isUserKind);
    }
    String text = text(item);
    return CONTEXT_PREFIXES.stream().noneMatch(text::startsWith);
  }

  /** The turn the item was recorded in, or null when it does not say. */
  static @Nullable String turnId(JsonObject item) {
    JsonObject passthrough = Json.object(item, PASSTHROUGH);
    return passthrough == null ? null : Json.string(passthrough, "turn_id");
  }

  /** Whether the item is what a client told the model in this turn besides what the user said. */
  public static boolean isFromClient(JsonObject item, String turnId) {
    JsonObject passthrough = Json.object(item, PASSTHROUGH);
    return passthrough != null
        && turnId.equals(turnId(item))
        && Json.array(passthrough, "content_item_kinds").asList().stream()
            .anyMatch(kind ->
                kind instanceof JsonPrimitive word && word.getAsString().startsWith(CLIENT_KIND));
  }

  private static boolean isUserKind(JsonElement kind) {
    // Injected items carry "unknown": what a client adds in user role counts as said by the user.
    return kind instanceof JsonPrimitive word
        && (word.getAsString().startsWith("user.") || word.getAsString().equals("unknown"));
  }

  /** The text of a message, its parts joined; empty when it has none. */
  public static String text(JsonObject item) {
    StringBuilder text = new StringBuilder();
    for (JsonElement element : Json.array(item, "content")) {
      if (element instanceof JsonObject part) {
        text.append(Json.string(part, "text", ""));
      }
    }
    return text.toString();
  }

  /** The id of the call this item is, or null when it is no call that wants an output. */
  public static @Nullable String callId(JsonObject item) {
    return switch (Json.string(item, "type", "")) {
      case "function_call", "custom_tool_call", "local_shell_call", "tool_search_call" ->
          Json.string(item, "call_id");
      default -> null;
    };
  }

  /** The id of the call this item answers, or null when it is no output. */
  public static @Nullable String answeredCallId(JsonObject item) {
    return switch (Json.string(item, "type", "")) {
      case "function_call_output", "custom_tool_call_output", "tool_search_output" ->
          Json.string(item, "call_id");
      default -> null;
    };
  }

  /** Recorded items as a model gets them: without outputs of calls that are not among them. */
  public static List<JsonObject> forModel(List<JsonObject> items) {
    Set<String> calls = new HashSet<>();
    List<JsonObject> kept = new ArrayList<>(items.size());
    for (JsonObject item : items) {
      String callId = callId(item);
      if (callId != null) {
        calls.add(callId);
      }
      String answered = answeredCallId(item);
      if (answered == null || calls.contains(answered)) {
        kept.add(forModel(item));
      }
    }
    return kept;
  }

  /** A message of one text part. */
  public static JsonObject message(String role, String text) {
    JsonObject part = new JsonObject();
    part.addProperty("type", role.equals("assistant") ? "output_text" : "input_text");
    part.addProperty("text", text);
    JsonArray content = new JsonArray();
    content.add(part);
    JsonObject message = new JsonObject();
    message.addProperty("type", "message");
    message.addProperty("role", role);
    message.add("content", content);
    return message;
  }

  /** The item without what the peer notes in it for itself; providers refuse unknown members. */
  static JsonObject forModel(JsonObject item) {
    if (!item.has(PASSTHROUGH)) {
      return item;
    }
    JsonObject plain = new JsonObject();
    for (var member : item.entrySet()) {
      if (!member.getKey().equals(PASSTHROUGH)) {
        plain.add(member.getKey(), member.getValue());
      }
    }
    return plain;
  }
}
