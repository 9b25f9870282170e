package dev.heddle.server.tool.mcp;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.config.ConfigChange;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.ConfigSource;
import dev.heddle.server.config.ServerConfigFile;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tools that the user has allowed once for all calls: of a thread, or of all in the
 * configuration.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class McpGrants {
  private static final String EVERYWHERE = "";

  private final ServerConfigFile file;
  private final Set<Grant> grants = ConcurrentHashMap.newKeySet();

  private record Grant(String threadId, String server, String tool) {}

  /**
   * @param file where what is granted for ever is written
   */
  McpGrants(ServerConfigFile file) {
    this.file = file;
  }

  boolean allows(String threadId, String server, String tool) {
    return grants.contains(new Grant(threadId, server, tool))
        || grants.contains(new Grant(EVERYWHERE, server, tool));
  }

  void allowInThread(String threadId, String server, String tool) {
    grants.add(new Grant(threadId, server, tool));
  }

  /** Whether something can be allowed for ever: the server must be in the file. */
  boolean canKeep(String server) {
    try {
      return file.sources().stream()
          .anyMatch(source ->
              source.kind() == ConfigSource.Kind.FILE
                  && source.at(List.of("mcp_servers", server)) instanceof JsonObject);
    } catch (ConfigException e) {
      return false;
    }
  }

  /**
   * Allows it for ever, in all threads.
   *
   * @throws IOException when it cannot be written down; it is allowed nevertheless, until the
   *     server ends
   */
  void allowForEver(String server, String tool) throws IOException {
    grants.add(new Grant(EVERYWHERE, server, tool));
    List<String> path = List.of("mcp_servers", server, "tools", tool, "approval_mode");
    try {
      boolean unused =
          file.write(List.of(new ConfigChange(path, new JsonPrimitive("approve"), false)), null);
    } catch (ConfigException e) {
      throw new IOException(e.message());
    }
  }

  /** The thread has left memory. */
  void forget(String threadId) {
    grants.removeIf(grant -> grant.threadId().equals(threadId));
  }
}
