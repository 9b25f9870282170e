package dev.heddle.protocol.v2;

/** Answer to {@code thread/queue/reorder}: empty. */
public record ThreadQueueReorderResponse() {}
