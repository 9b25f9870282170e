package dev.heddle.protocol.v2;

/** Params of {@code thread/compact/start}: the loaded thread whose context to summarise. */
public record ThreadCompactStartParams(String threadId) implements OnThread {}
