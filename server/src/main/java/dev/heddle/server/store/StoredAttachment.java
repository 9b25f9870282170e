package dev.heddle.server.store;

import com.google.gson.JsonElement;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that a client has put beside a thread. Immutable, if nobody changes the payload.
 *
 * @param id a UUID of version 7; a thread's attachments are in the order of their ids
 * @param payload what the client said of it; any JSON
 */
public record StoredAttachment(String id, AttachmentIdentity identity, JsonElement payload) {

  /** When it was made, as its id says. */
  public Instant createdAt() {
    return Instant.ofEpochMilli(Objects.requireNonNull(Uuid7.madeAt(id), id));
  }
}
