package dev.heddle.server.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the table of one MCP server. The keys, and what excludes what, are those of Codex. */
final class McpServerReader {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_:@/.-]+");
  private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration TOOL_TIMEOUT = Duration.ofSeconds(120);
  private static final double MOST_SECONDS = 1_000_000;

  private static final List<String> OF_STDIO = List.of("args", "env", "env_vars", "cwd");
  private static final List<String> OF_HTTP =
      List.of("url", "bearer_token_env_var", "http_headers", "env_http_headers");

  private McpServerReader() {}

  static McpServerConfig read(String name, ConfigTable table) throws ConfigException {
    if (!NAME.matcher(name).matches()) {
      throw ConfigException.invalid(
          "Invalid MCP server name '" + name + "': must match pattern ^[a-zA-Z0-9_:@/.-]+$",
          "mcp_servers");
    }
    return new McpServerConfig(
        name,
        transport(table),
        table.bool("enabled", true),
        table.bool("required", false),
        startupTimeout(table),
        seconds(table, "tool_timeout_sec", TOOL_TIMEOUT),
        table.has("enabled_tools") ? table.strings("enabled_tools") : null,
        table.strings("disabled_tools"),
        table.word("default_tools_approval_mode", McpApprovalMode.values(), McpApprovalMode.AUTO),
        toolModes(table.table("tools")));
  }

  private static McpServerConfig.Transport transport(ConfigTable table) throws ConfigException {
    String command = table.string("command");
    if (command != null) {
      refuse(table, OF_HTTP, "stdio");
      return new McpServerConfig.Stdio(
          command,
          table.strings("args"),
          table.stringMap("env"),
          inherited(table),
          table.string("cwd"));
    }
    String url = table.string("url");
    if (url == null) {
      throw table.bad("neither `command` nor `url` is given", "command");
    }
    refuse(table, OF_STDIO, "streamable_http");
    refuse(table, List.of("bearer_token"), "streamable_http");
    return new McpServerConfig.Http(
        url,
        table.string("bearer_token_env_var"),
        table.stringMap("http_headers"),
        table.stringMap("env_http_headers"));
  }

  private static void refuse(ConfigTable table, List<String> keys, String transport)
      throws ConfigException {
    for (String key : keys) {
      if (table.has(key)) {
        throw table.bad(key + " is not supported for " + transport, key);
      }
    }
  }

  /** Names, or tables with a name; who says where a variable comes from can only mean here. */
  private static List<String> inherited(ConfigTable table) throws ConfigException {
    String key = "env_vars";
    JsonElement value = table.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonArray array)) {
      throw table.wrongType(value, "an array", key);
    }
    List<String> names = new ArrayList<>(array.size());
    for (JsonElement each : array) {
      JsonElement name = each instanceof JsonObject entry ? entry.get("name") : each;
      if (!(name instanceof JsonPrimitive primitive) || !primitive.isString()) {
        throw table.bad("expected names of environment variables", key);
      }
      names.add(primitive.getAsString());
    }
    return List.copyOf(names);
  }

  private static Duration startupTimeout(ConfigTable table) throws ConfigException {
    if (table.has("startup_timeout_sec")) {
      return seconds(table, "startup_timeout_sec", STARTUP_TIMEOUT);
    }
    return Duration.ofMillis(
        table.integer(
            "startup_timeout_ms", STARTUP_TIMEOUT.toMillis(), 0, (long) MOST_SECONDS * 1000));
  }

  private static Duration seconds(ConfigTable table, String key, Duration absent)
      throws ConfigException {
    JsonElement value = table.get(key);
    if (value == null) {
      return absent;
    }
    if (!(value instanceof JsonPrimitive number) || !number.isNumber()) {
      throw table.wrongType(value, "a number of seconds", key);
    }
    double seconds = number.getAsDouble();
    if (!(seconds >= 0 && seconds <= MOST_SECONDS)) { // nor is it NaN
      throw table.bad("expected 0 to " + (long) MOST_SECONDS + " seconds", key);
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static Map<String, McpApprovalMode> toolModes(ConfigTable tools) throws ConfigException {
    Map<String, McpApprovalMode> modes = new LinkedHashMap<>();
    for (String tool : tools.keys()) {
      ConfigTable table = tools.table(tool);
      if (table.has("approval_mode")) {
        modes.put(
            tool, table.word("approval_mode", McpApprovalMode.values(), McpApprovalMode.AUTO));
      }
    }
    return Map.copyOf(modes);
  }
}
