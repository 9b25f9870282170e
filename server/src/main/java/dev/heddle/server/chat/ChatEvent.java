package dev.heddle.server.chat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.concurrent.CompletableFuture;

/** Something the server said, in the order in which it came. */
sealed interface ChatEvent {
  /** A notification. */
  record Told(String method, JsonObject params) implements ChatEvent {}

  /** A question; the answer completes it. */
  record Asked(String method, JsonObject params, CompletableFuture<JsonElement> answer)
      implements ChatEvent {}

  /** The server is gone. */
  record Ended() implements ChatEvent {}
}
