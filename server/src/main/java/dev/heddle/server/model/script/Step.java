package dev.heddle.server.model.script;

import com.google.gson.JsonObject;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that happens in a scripted answer. */
sealed interface Step {
  /**
   * An assistant message.
   *
   * @param chunkChars code points per delta
   * @param delay before each delta
   * @param stopAfterDeltas leave the message unfinished after this many deltas; null to finish it
   */
  record Message(String text, int chunkChars, Duration delay, @Nullable Integer stopAfterDeltas)
      implements Step {}

  /**
   * A reasoning item.
   *
   * @param summary parts of the summary; may be empty
   * @param text raw reasoning, or null
   */
  record Reasoning(List<String> summary, @Nullable String text, int chunkChars, Duration delay)
      implements Step {}

  /**
   * A call of a tool.
   *
   * @param arguments JSON text; may be malformed, to try that
   * @param callId or null for one made up from the item's id
   */
  record FunctionCall(String name, String arguments, @Nullable String callId) implements Step {}

  /** Any Responses item, given an id when it has none. */
  record RawItem(JsonObject item) implements Step {}

  /** The answer fails here. */
  record Fail(
      ModelException.Kind kind,
      String message,
      @Nullable Integer httpStatus,
      boolean retryable,
      @Nullable Duration retryAfter)
      implements Step {}

  /** The connection breaks here. */
  record Cut() implements Step {}

  /** Nothing happens for a while. */
  record Delay(Duration duration) implements Step {}

  /** Nothing happens any more, until the turn is cancelled. */
  record Hang() implements Step {}

  /** What the answer says it cost. */
  record Usage(TokenUsage usage) implements Step {}
}
