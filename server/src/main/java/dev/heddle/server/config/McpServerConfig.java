package dev.heddle.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One MCP server: a table below {@code mcp_servers}. Immutable.
 *
 * @param name its key
 * @param transport how it is reached
 * @param enabled whether it is started at all
 * @param required whether a turn fails when it cannot be started
 * @param startupTimeout how long it may take until its tools are known
 * @param toolTimeout how long a call may take
 * @param enabledTools the names of tools that alone are offered; null for all
 * @param disabledTools the names of tools that are not
 * @param defaultMode when the user is asked before a call
 * @param toolModes the same by name of a tool, where it differs
 */
public record McpServerConfig(
    String name,
    Transport transport,
    boolean enabled,
    boolean required,
    Duration startupTimeout,
    Duration toolTimeout,
    @Nullable List<String> enabledTools,
    List<String> disabledTools,
    McpApprovalMode defaultMode,
    Map<String, McpApprovalMode> toolModes) {

  /** How a server is reached. */
  public sealed interface Transport {}

  /**
   * A child process that speaks on its standard input and output.
   *
   * @param environment variables that it gets besides the usual ones
   * @param inherited names of variables of ours that it gets, too
   * @param cwd its working directory; relative to the thread's, which is the default
   */
  public record Stdio(
      String command,
      List<String> arguments,
      Map<String, String> environment,
      List<String> inherited,
      @Nullable String cwd)
      implements Transport {}

  /**
   * An HTTP endpoint.
   *
   * @param bearerTokenVariable name of the environment variable with its token, or null
   * @param headers sent with each request
   * @param headerVariables the same, where the value is that of an environment variable
   */
  public record Http(
      String url,
      @Nullable String bearerTokenVariable,
      Map<String, String> headers,
      Map<String, String> headerVariables)
      implements Transport {}

  /** Whether a tool with this name may be offered and called. */
  public boolean allows(String tool) {
    return (enabledTools == null || enabledTools.contains(tool)) && !disabledTools.contains(tool);
  }

  /** When the user is asked before a call of this tool. */
  public McpApprovalMode mode(String tool) {
    return toolModes.getOrDefault(tool, defaultMode);
  }
}
