package dev.heddle.protocol.v2;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that waits for its thread to be idle.
 *
 * @param clientUserMessageId the client's own id for the message, echoed on its item
 * @param responsesapiClientMetadata entries for the metadata of model requests; null for none
 */
public record QueuedSubmission(
    String id,
    List<UserInput> input,
    String clientUserMessageId,
    @Nullable Map<String, String> responsesapiClientMetadata) {}
