package dev.heddle.protocol.v2;

/**
 * Params of {@code thread/queue/delete}: takes back a waiting message.
 *
 * @param queuedSubmissionId the message
 */
public record ThreadQueueDeleteParams(String threadId, String queuedSubmissionId)
    implements OnThread {}
