package dev.heddle.protocol.v2;

/** Answer to {@code thread/queue/add}: the queued message. */
public record ThreadQueueAddResponse(QueuedSubmission queuedSubmission) {}
