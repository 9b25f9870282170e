package dev.heddle.protocol.v2;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/queue/update}: replaces what a waiting message says; its id and its place
 * stay.
 *
 * @param queuedSubmissionId the message
 * @param responsesapiClientMetadata replaces the message's entries; null or empty keeps them
 */
public record ThreadQueueUpdateParams(
    String threadId,
    String queuedSubmissionId,
    List<UserInput> input,
    @Nullable Map<String, String> responsesapiClientMetadata)
    implements OnThread {}
