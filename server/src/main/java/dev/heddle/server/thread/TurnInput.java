package dev.heddle.server.thread;

import dev.heddle.protocol.v2.AdditionalContextEntry;
import dev.heddle.protocol.v2.UserInput;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a user sent in one request.
 *
 * @param content its parts in order; may be empty
 * @param clientMessageId the client's own id for it, or null
 * @param context what the client tells the model besides, by source; what the model knows is not in
 *     it
 */
public record TurnInput(
    List<UserInput> content,
    @Nullable String clientMessageId,
    SortedMap<String, AdditionalContextEntry> context) {
  /** Without context. */
  public TurnInput(List<UserInput> content, @Nullable String clientMessageId) {
    this(content, clientMessageId, Collections.emptySortedMap());
  }
}
