package dev.heddle.protocol.v2;

/** Answer to {@code thread/compact/start}: empty; the work shows as a turn. */
public record ThreadCompactStartResponse() {}
