package dev.heddle.protocol.v2;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/queue/add}: a message to start a turn with when the thread is idle.
 *
 * @param clientUserMessageId the client's own id for the message, echoed on its item
 * @param responsesapiClientMetadata entries for the metadata of model requests; null for none
 */
public record ThreadQueueAddParams(
    String threadId,
    List<UserInput> input,
    String clientUserMessageId,
    @Nullable Map<String, String> responsesapiClientMetadata)
    implements OnThread {}
