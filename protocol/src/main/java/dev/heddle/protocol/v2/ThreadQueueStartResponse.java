package dev.heddle.protocol.v2;

/** Answer to {@code thread/queue/start}: the turn that the message began. */
public record ThreadQueueStartResponse(Turn turn) {}
