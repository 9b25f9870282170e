package dev.heddle.protocol.v2;

/** Answer to {@code turn/interrupt}: empty, once the turn has stopped. */
public record TurnInterruptResponse() {}
