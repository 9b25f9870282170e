package dev.heddle.server.mcp;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.Json;
import org.jspecify.annotations.Nullable;

/**
 * A tool as its server describes it. Immutable.
 *
 * @param name it is called by
 * @param description all that the server said; must not be changed
 */
public record McpTool(String name, JsonObject description) {
  /** Whether it says that it only reads; null when it says nothing. */
  public @Nullable Boolean readOnly() {
    return hint("readOnlyHint");
  }

  /** Whether it may destroy something; null when it says nothing. */
  public @Nullable Boolean destructive() {
    return hint("destructiveHint");
  }

  /** Whether it deals with the world outside; null when it says nothing. */
  public @Nullable Boolean openWorld() {
    return hint("openWorldHint");
  }

  private @Nullable Boolean hint(String member) {
    JsonObject annotations = Json.object(description, "annotations");
    return annotations != null
            && annotations.get(member) instanceof JsonPrimitive hint
            && hint.isBoolean()
        ? hint.getAsBoolean()
        : null;
  }
}
