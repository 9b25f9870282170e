package dev.heddle.server.mcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.config.McpServerConfig;
import dev.heddle.server.log.Log;
import dev.heddle.server.rollout.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the lists of a server, page by page, as far as they are of a bearable length. */
final class McpLists {
  private static final Log LOG = Log.of(McpLists.class);

  private McpLists() {}

  /** The tools that the configuration allows; of several with one name the first. */
  static List<McpTool> tools(McpSession session, McpServerConfig config, Duration patience)
      throws McpException {
    List<JsonObject> entries =
        all(
            session,
            "tools/list",
            "tools",
            patience,
            McpLimits.TOOL_CHARS,
            tool -> !name(tool).isEmpty() && config.allows(name(tool)));
    Map<String, McpTool> tools = new LinkedHashMap<>();
    entries.forEach(tool -> tools.putIfAbsent(name(tool), new McpTool(name(tool), tool)));
    return List.copyOf(tools.values());
  }

  private static String name(JsonObject tool) {
    return Json.string(tool, "name", "");
  }

  /**
   * The entries of a list that are objects.
   *
   * @param mostChars of all together; those behind are left out
   * @param wanted which of them
   */
  static List<JsonObject> all(
      McpSession session,
      String method,
      String member,
      Duration patience,
      long mostChars,
      Predicate<JsonObject> wanted)
      throws McpException {
    long charsLeft = mostChars;
    long deadline = System.nanoTime() + patience.toNanos();
    List<JsonObject> entries = new ArrayList<>();
    Set<JsonElement> cursors = new HashSet<>();
    JsonObject params = new JsonObject();
    for (int page = 0; page < McpLimits.PAGES; page++) {
      JsonObject result =
          session.request(method, params, Duration.ofNanos(deadline - System.nanoTime()));
      for (JsonElement entry : Json.array(result, member)) {
        if (!(entry instanceof JsonObject object) || !wanted.test(object)) {
          continue;
        }
        charsLeft -= object.toString().length();
        if (charsLeft < 0 || entries.size() >= McpLimits.ENTRIES) {
          LOG.warn("MCP server " + session.name() + ": the answer to " + method + " was cut");
          return entries;
        }
        entries.add(object);
      }
      JsonElement cursor = result.get("nextCursor");
      if (!(cursor instanceof JsonPrimitive) || !cursors.add(cursor)) {
        break;
      }
      params = new JsonObject();
      params.add("cursor", cursor);
    }
    return entries;
  }
}
