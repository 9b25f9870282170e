package dev.heddle.server.turn;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.MessagePhase;
import dev.heddle.protocol.v2.ThreadItem;
import dev.heddle.server.log.Log;
import dev.heddle.server.review.ReviewOutput;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.shell.ShellScript;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What clients see of a stored item.
 *
 * <p>Most items differ only in the spelling of their names (PascalCase and snake_case in history,
 * camelCase on the wire); the few whose shapes differ are rebuilt here. The result is decoded like
 * any wire object, so an item never leaves in a form the protocol does not allow.
 */
public final class ItemViews {
  private static final Log LOG = Log.of(ItemViews.class);

  private ItemViews() {}

  /**
   * The wire's form of {@code stored}, or null for an item of a kind this version does not know.
   *
   * @param cwd the thread's working directory, for items that do not name theirs
   */
  public static @Nullable ThreadItem ofKnown(StoredItem stored, String cwd) {
    try {
      return view(stored, cwd);
    } catch (DecodeException e) {
      LOG.warn(
          "item " + stored.itemId() + " is of a kind this version cannot show: " + e.getMessage());
      return null;
    }
  }

  private static ThreadItem view(StoredItem stored, String cwd) {
    JsonObject item = stored.item();
    String type = Json.string(item, "type", "");
    if (type.equals("AgentMessage")) {
      return agentMessage(stored); // what is shown most
    }
    JsonObject wire =
        switch (type) {
          case "UserMessage" -> userMessage(item);
          case "Reasoning" -> reasoning(item);
          case "CommandExecution" -> commandExecution(item, cwd);
          case "FileChange" -> fileChange(item);
          case "DynamicToolCall" -> dynamicToolCall(item);
          case "McpToolCall" -> mcpToolCall(item);
          case "WebSearch" -> webSearch(item);
          case "ImageView" -> imageView(item);
          case "EnteredReviewMode" ->
              review("enteredReviewMode", Json.string(item, "user_facing_hint", ""));
          case "ExitedReviewMode" ->
              review("exitedReviewMode", ReviewOutput.text(Json.object(item, "review_output")));
          default -> WireNames.toWire(item);
        };
    wire.addProperty("id", stored.itemId());
    wire.addProperty("startedAtMs", stored.startedAtMs());
    wire.addProperty("completedAtMs", stored.completedAtMs());
    return WireJson.decode(wire, ThreadItem.class);
  }

  /** The wire's form of an item this server made. */
  static ThreadItem of(StoredItem stored, String cwd) {
    ThreadItem item = ofKnown(stored, cwd);
    if (item == null) {
      throw new IllegalStateException("item " + stored.itemId() + " has no wire form");
    }
    return item;
  }

  private static JsonObject userMessage(JsonObject item) {
    JsonArray content = new JsonArray();
    for (JsonElement part : array(item, "content")) {
      if (part instanceof JsonObject stored) {
        JsonObject wire = new JsonObject();
        wire.addProperty("type", WireNames.camel(Json.string(stored, "type", "text")));
        for (var member : stored.entrySet()) {
          switch (member.getKey()) {
            case "type" -> {}
            case "image_url", "audio_url" -> wire.add("url", member.getValue());
            case "text_elements" ->
                wire.add("text_elements", WireNames.camelNames(member.getValue()));
            default -> wire.add(WireNames.camel(member.getKey()), member.getValue());
          }
        }
        content.add(wire);
      }
    }
    JsonObject wire = wire("userMessage");
    wire.add("clientId", item.get("client_id"));
    wire.add("content", content);
    return wire;
  }

  private static ThreadItem agentMessage(StoredItem stored) {
    return new ThreadItem.AgentMessage(
        null,
        stored.itemId(),
        StoredItems.text(stored.item()),
        phase(stored.item().get("phase")),
        null,
        null,
        null,
        stored.startedAtMs(),
        stored.completedAtMs());
  }

  /** A message is shown whatever its phase is; one that this version does not know is none. */
  private static @Nullable MessagePhase phase(@Nullable JsonElement stored) {
    try {
      return stored == null || stored.isJsonNull()
          ? null
          : WireJson.decode(stored, MessagePhase.class);
    } catch (DecodeException e) {
      return null;
    }
  }

  private static JsonObject reasoning(JsonObject item) {
    JsonObject wire = wire("reasoning");
    wire.add("summary", array(item, "summary_text"));
    wire.add("content", array(item, "raw_content"));
    return wire;
  }

  private static JsonObject commandExecution(JsonObject item, String cwd) {
    JsonArray actions = new JsonArray();
    for (JsonElement parsed : array(item, "parsed_cmd")) {
      if (parsed instanceof JsonObject command) {
        JsonObject action = WireNames.camelNames(command).getAsJsonObject();
        action.addProperty("type", WireNames.camel(Json.string(command, "type", "unknown")));
        action.add("command", command.get("cmd"));
        actions.add(action);
      }
    }
    JsonObject wire = wire("commandExecution");
    wire.addProperty("command", ShellScript.join(words(item)));
    wire.addProperty("cwd", path(Json.string(item, "cwd", cwd)));
    wire.add("processId", item.get("process_id"));
    wire.addProperty("source", WireNames.camel(Json.string(item, "source", "agent")));
    wire.addProperty("status", WireNames.camel(Json.string(item, "status", "completed")));
    wire.add("commandActions", actions);
    String output = Json.string(item, "aggregated_output");
    wire.addProperty("aggregatedOutput", output == null || output.isEmpty() ? null : output);
    wire.add("exitCode", item.get("exit_code"));
    wire.addProperty("durationMs", durationMs(item));
    return wire;
  }

  private static List<String> words(JsonObject item) {
    return array(item, "command").asList().stream().map(JsonElement::getAsString).toList();
  }

  private static JsonObject fileChange(JsonObject item) {
    Map<String, JsonObject> byPath = new TreeMap<>();
    if (item.get("changes") instanceof JsonObject changes) {
      changes
          .entrySet()
          .forEach(
              change -> byPath.put(change.getKey(), change(change.getKey(), change.getValue())));
    }
    JsonArray list = new JsonArray();
    byPath.values().forEach(list::add);
    JsonObject wire = wire("fileChange");
    wire.add("changes", list);
    wire.addProperty("status", WireNames.camel(Json.string(item, "status", "completed")));
    return wire;
  }

  private static JsonObject change(String path, JsonElement stored) {
    JsonObject change = stored instanceof JsonObject object ? object : new JsonObject();
    JsonObject kind = new JsonObject();
    String type = Json.string(change, "type", "update");
    kind.addProperty("type", type);
    String diff = Json.string(change, "unified_diff", Json.string(change, "content", ""));
    if (type.equals("update")) {
      String movedTo = Json.string(change, "move_path");
      kind.addProperty("move_path", movedTo);
      if (movedTo != null) {
        diff += "\n\nMoved to: " + movedTo;
      }
    }
    JsonObject wire = new JsonObject();
    wire.addProperty("path", path);
    wire.add("kind", kind);
    wire.addProperty("diff", diff);
    return wire;
  }

  private static JsonObject dynamicToolCall(JsonObject item) {
    JsonObject wire = WireNames.toWire(item);
    wire.add("arguments", item.get("arguments"));
    wire.addProperty("durationMs", durationMs(item));
    return wire;
  }

  /** What the tool was given and gave is its own and keeps its names. */
  private static JsonObject mcpToolCall(JsonObject item) {
    JsonObject wire = WireNames.toWire(item);
    wire.add("arguments", item.get("arguments"));
    JsonObject result = Json.object(item, "result");
    if (result != null) {
      JsonObject shown = new JsonObject();
      shown.add("content", array(result, "content"));
      shown.add("structuredContent", result.get("structuredContent"));
      shown.add("_meta", result.get("_meta"));
      wire.add("result", shown);
    }
    wire.addProperty("durationMs", durationMs(item));
    return wire;
  }

  private static JsonObject webSearch(JsonObject item) {
    JsonObject wire = WireNames.toWire(item);
    JsonObject action = Json.object(wire, "action");
    if (action != null) {
      action.addProperty("type", WireNames.camel(Json.string(action, "type", "other")));
    }
    wire.add("results", item.get("results"));
    return wire;
  }

  private static JsonObject imageView(JsonObject item) {
    JsonObject wire = WireNames.toWire(item);
    wire.addProperty("path", path(Json.string(item, "path", "")));
    return wire;
  }

  private static JsonObject review(String type, String text) {
    JsonObject wire = wire(type);
    wire.addProperty("review", text);
    return wire;
  }

  private static JsonObject wire(String type) {
    JsonObject wire = new JsonObject();
    wire.addProperty("type", type);
    return wire;
  }

  private static JsonArray array(JsonObject item, String member) {
    return item.get(member) instanceof JsonArray array ? array : new JsonArray();
  }

  private static @Nullable Long durationMs(JsonObject item) {
    JsonObject duration = Json.object(item, "duration");
    Long seconds = Json.integer(duration == null ? new JsonObject() : duration, "secs");
    Long nanos = Json.integer(duration == null ? new JsonObject() : duration, "nanos");
    return seconds == null ? null : seconds * 1000 + (nanos == null ? 0 : nanos / 1_000_000);
  }

  /** History keeps some paths as file URIs, clients get plain ones. */
  private static String path(String stored) {
    if (!stored.startsWith("file:")) {
      return stored;
    }
    try {
      return Path.of(URI.create(stored)).toString();
    } catch (IllegalArgumentException e) {
      return stored;
    }
  }
}
