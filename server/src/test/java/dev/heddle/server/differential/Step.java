package dev.heddle.server.differential;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.ModelAnswer;
import org.jspecify.annotations.Nullable;

/** One line of a session: something the client does or waits for. */
sealed interface Step {

  /** A heading; differences name the section they occurred in. */
  record Section(String title) implements Step {}

  /** A line for the top of {@code config.toml}; takes effect at the next start. */
  record Config(String line) implements Step {}

  /** A line for the model provider's table in {@code config.toml}. */
  record ProviderConfig(String line) implements Step {}

  /** A file in the working folder, or below {@code $home/}. */
  record WorkFile(String name, String text) implements Step {}

  /** The next answer of the model. */
  record Model(ModelAnswer answer) implements Step {}

  /** Starts the server, without a handshake. */
  record Launch() implements Step {}

  /** Starts the server and shakes hands; {@code capabilities} as in {@code initialize}. */
  record Connect(@Nullable JsonObject capabilities) implements Step {}

  /** Sends a request; waits for its response if {@code awaited}. */
  record Request(String method, @Nullable JsonElement params, boolean awaited) implements Step {}

  /** Waits for the responses of all requests sent so far. */
  record Answers() implements Step {}

  /** Sends a notification. */
  record Notify(String method, @Nullable JsonElement params) implements Step {}

  /** Sends a line as it is. */
  record Raw(String line) implements Step {}

  /** Waits for the response to a raw line, by its id. */
  record Answer(JsonElement id) implements Step {}

  /** A round trip: what the server had to say before is in the transcript after it. */
  record Sync() implements Step {}

  /** Names a part of the last result, such as {@code thread.id} or {@code data[0].id}. */
  record Let(String name, String path) implements Step {}

  /** Runs a turn with one text to its end. */
  record Turn(String thread, String text, @Nullable JsonObject more, @Nullable String name)
      implements Step {}

  /** Waits for a notification that holds at least what {@code expected} holds. */
  record Await(String method, @Nullable JsonElement expected) implements Step {}

  /** Waits for a request of the server and answers it; with nothing unless there is a result. */
  record Reply(String method, @Nullable JsonElement result) implements Step {}

  /** What the peer sends at times only: up to the next heading it is not compared. */
  record Maybe(String method, @Nullable JsonElement expected) implements Step {}

  /** Waits until the model stands before a gate. */
  record Reached(String gate) implements Step {}

  /** Lets the model go through a gate, now and later. */
  record Open(String gate) implements Step {}

  /** Forgets the answers the model has not given. */
  record ForgetAnswers() implements Step {}

  /** Closes the server's input and waits for its exit. */
  record Stop() implements Step {}

  /** Ends the server at once, as a crash would. */
  record Kill() implements Step {}
}
