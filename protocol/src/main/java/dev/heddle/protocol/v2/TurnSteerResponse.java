package dev.heddle.protocol.v2;

/** Answer to {@code turn/steer}: the turn that took the input. */
public record TurnSteerResponse(String turnId) {}
