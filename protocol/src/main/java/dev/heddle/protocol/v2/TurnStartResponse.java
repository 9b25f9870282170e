package dev.heddle.protocol.v2;

/** Answer to {@code turn/start}: the turn the input went to. */
public record TurnStartResponse(Turn turn) {}
