package dev.heddle.server.store;

import com.google.gson.JsonArray;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits until its thread can take it.
 *
 * @param id its own, unique in the thread's queue
 * @param clientMessageId the client's id for it; may be empty
 * @param input its parts as the client sent them; the store does not look at them
 * @param clientMetadata what the client wants sent with model requests, or null
 */
public record QueuedMessage(
    String id,
    String clientMessageId,
    JsonArray input,
    @Nullable Map<String, String> clientMetadata) {

  /**
   * The id under which it is sent. An empty one names nothing, so the message's own takes its
   * place.
   */
  public String sentAs() {
    return clientMessageId.isEmpty() ? id : clientMessageId;
  }
}
