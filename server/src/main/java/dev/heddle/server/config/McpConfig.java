package dev.heddle.server.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The MCP servers of a configuration: the table {@code mcp_servers}. What is wrong with one takes
 * no other with it. Immutable.
 *
 * @param servers by name, those that can be used
 * @param unusable what is wrong with the others, by name
 * @param everybodys the servers that threads had then which said nothing of them; those of a thread
 *     that differ are its own
 */
public record McpConfig(
    Map<String, McpServerConfig> servers,
    Map<String, String> unusable,
    Map<String, McpServerConfig> everybodys) {
  /** No servers. */
  public static final McpConfig NONE = new McpConfig(Map.of(), Map.of(), Map.of());

  private static final String KEY = "mcp_servers";

  /** The servers of everybody: of a merged configuration, see {@link ServerConfig#raw}. */
  public static McpConfig of(JsonObject tree) {
    JsonElement table = tree.get(KEY);
    if (table == null || table.isJsonNull()) {
      return NONE;
    }
    if (!(table instanceof JsonObject entries)) {
      return new McpConfig(Map.of(), Map.of(KEY, "expected a table of servers"), Map.of());
    }
    Map<String, McpServerConfig> servers = new LinkedHashMap<>();
    Map<String, String> unusable = new LinkedHashMap<>();
    for (String name : entries.keySet()) {
      try {
        servers.put(
            name, McpServerReader.read(name, ConfigTable.root(tree).table(KEY).table(name)));
      } catch (ConfigException e) {
        unusable.put(name, e.message().strip());
      }
    }
    Map<String, McpServerConfig> usable = Collections.unmodifiableMap(servers);
    return new McpConfig(usable, Collections.unmodifiableMap(unusable), usable);
  }

  /**
   * Whether a client's configuration of one thread says something of MCP servers.
   *
   * @param overrides by dotted key; null for none
   */
  public static boolean isNamedIn(@Nullable Map<String, JsonElement> overrides) {
    return overrides != null
        && overrides.keySet().stream()
            .anyMatch(key -> key.equals(KEY) || key.startsWith(KEY + "."));
  }

  /** Whether there is nothing to start. */
  public boolean isEmpty() {
    return servers.isEmpty();
  }

  /** These servers as those of a thread, where everybody has others. */
  public McpConfig besides(McpConfig everybody) {
    return new McpConfig(servers, unusable, everybody.servers);
  }

  /**
   * These servers when the ones of everybody change: those that are as everybody had them become as
   * everybody has them now, and a thread's own stay.
   */
  public McpConfig changed(McpConfig after) {
    Map<String, McpServerConfig> next = new LinkedHashMap<>(after.servers);
    servers.forEach((name, own) -> {
      if (!own.equals(everybodys.get(name))) {
        next.put(name, own);
      }
    });
    everybodys.keySet().stream()
        .filter(name -> !servers.containsKey(name))
        .forEach(next::remove); // the thread did without it
    return new McpConfig(Collections.unmodifiableMap(next), after.unusable, after.servers);
  }
}
