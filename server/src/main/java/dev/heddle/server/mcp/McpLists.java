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

/** Reads the lists of a server, page by page, as far as they are of a bearable length. */
final class McpLists {
  private static final Log LOG = Log.of(McpLists.class);

  private McpLists() {}

  /** The tools that the configuration allows; of several with one name the first. */
  static List<McpTool> tools(McpSession session, McpServerConfig config, Duration patience)
      throws McpException {
    Map<String, McpTool> tools = new LinkedHashMap<>();
    int chars = 0;
    for (JsonObject tool : all(session, "tools/list", "tools", patience)) {
      String name = Json.string(tool, "name");
      if (name == null || name.isEmpty() || !config.allows(name)) {
        continue;
      }
      chars += tool.toString().length();
      if (chars > McpLimits.TOOL_CHARS) {
        LOG.warn("MCP server " + config.name() + " says too much of its tools; some are left out");
        break;
      }
      tools.putIfAbsent(name, new McpTool(name, tool));
    }
    return List.copyOf(tools.values());
  }

  /** The entries of a list that are objects. */
  static List<JsonObject> all(McpSession session, String method, String member, Duration patience)
      throws McpException {
    long deadline = System.nanoTime() + patience.toNanos();
    List<JsonObject> entries = new ArrayList<>();
    Set<JsonElement> cursors = new HashSet<>();
    JsonObject params = new JsonObject();
    for (int page = 0; page < McpLimits.PAGES; page++) {
      JsonObject result =
          session.request(method, params, Duration.ofNanos(deadline - System.nanoTime()));
      for (JsonElement entry : Json.array(result, member)) {
        if (entry instanceof JsonObject object && entries.size() < McpLimits.ENTRIES) {
          entries.add(object);
        }
      }
      JsonElement cursor = result.get("nextCursor");
      if (!(cursor instanceof JsonPrimitive)
          || !cursors.add(cursor)
          || entries.size() >= McpLimits.ENTRIES) {
        break;
      }
      params = new JsonObject();
      params.add("cursor", cursor);
    }
    return entries;
  }
}
