package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/queue/start}: sends a waiting message now, to a thread that is idle.
 * After an interrupt nothing is sent by itself until a turn has come to its end; this begins one.
 *
 * @param queuedSubmissionId the message; null for the next one
 */
public record ThreadQueueStartParams(String threadId, @Nullable String queuedSubmissionId)
    implements OnThread {}
