package dev.heddle.protocol.v2;

import java.util.List;

/**
 * Params of {@code thread/queue/reorder}: the order in which waiting messages are sent.
 *
 * @param queuedSubmissionIds every waiting message once, the next one first
 */
public record ThreadQueueReorderParams(String threadId, List<String> queuedSubmissionIds)
    implements OnThread {}
