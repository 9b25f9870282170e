package dev.heddle.server.mcp;

import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server as it is at one moment. Immutable.
 *
 * @param phase how far it is
 * @param failure why it has failed, or null
 * @param handshake what it answered to {@code initialize}; empty until then
 * @param tools those that it has and that the configuration allows, as far as is known; kept when
 *     it has failed afterwards
 */
public record McpState(
    Phase phase, @Nullable String failure, JsonObject handshake, List<McpTool> tools) {
  /** How far a server is. */
  public enum Phase {
    NOT_STARTED,
    STARTING,
    READY,
    /** It wants a login. */
    LOGIN_REQUIRED,
    FAILED,
    /** It was ended before it was ready. */
    CANCELLED,
    DISABLED
  }

  McpState(Phase phase) {
    this(phase, null, new JsonObject(), List.of());
  }
}
