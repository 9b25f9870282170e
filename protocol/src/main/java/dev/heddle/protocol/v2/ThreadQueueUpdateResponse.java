package dev.heddle.protocol.v2;

/** Answer to {@code thread/queue/update}: the message as it waits now. */
public record ThreadQueueUpdateResponse(QueuedSubmission queuedSubmission) {}
