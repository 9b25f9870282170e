package dev.heddle.server.tool;

import com.google.gson.JsonObject;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.rollout.Json;

/**
 * Something the model may do.
 *
 * <p><b>Thread-safety:</b> a tool is handed out for one turn and runs on that turn's thread, one
 * call at a time.
 */
public interface Tool {
  /** What the model is told of it, in Responses form: {@code type}, {@code name}, … */
  JsonObject definition();

  /** Whether the model is told of it; one that is not takes calls that are meant for another. */
  default boolean offered() {
    return true;
  }

  /** Whether it carries out {@code call}: by default, whether its definition has that name. */
  default boolean answers(ToolCall call) {
    return call.namespace() == null && call.name().equals(Json.string(definition(), "name"));
  }

  /**
   * Carries out {@code call}. What it shows to clients is an item it begins with {@link
   * ToolScope#begin}; a call without an item is allowed.
   *
   * @return what the model is told
   * @throws ToolFailedException when the call cannot be carried out; the model is told its message
   * @throws CancelledException when the turn is to stop; nothing the tool started may be running
   *     any more. The engine ends items it left open and answers the call
   */
  ToolOutput run(ToolCall call, ToolScope scope) throws CancelledException, ToolFailedException;
}
