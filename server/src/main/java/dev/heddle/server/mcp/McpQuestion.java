package dev.heddle.server.mcp;

import com.google.gson.JsonObject;
import java.util.function.Consumer;

/**
 * A server asks the user for something: {@code elicitation/create}.
 *
 * @param params as the server gave them
 * @param answer takes the one result; later ones are dropped
 */
public record McpQuestion(JsonObject params, Consumer<JsonObject> answer) {
  /** Answers that the user does not want to. */
  public void decline() {
    JsonObject declined = new JsonObject();
    declined.addProperty("action", "decline");
    answer.accept(declined);
  }
}
