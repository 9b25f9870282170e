package dev.heddle.protocol.v2;

/**
 * Answer to {@code thread/queue/delete}.
 *
 * @param deleted false when no such message waits: it was sent, or taken back before
 */
public record ThreadQueueDeleteResponse(boolean deleted) {}
