package dev.heddle.server.thread;

import dev.heddle.protocol.v2.UserInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user sent in one request.
 *
 * @param content its parts in order; may be empty
 * @param clientMessageId the client's own id for it, or null
 */
public record TurnInput(List<UserInput> content, @Nullable String clientMessageId) {}
