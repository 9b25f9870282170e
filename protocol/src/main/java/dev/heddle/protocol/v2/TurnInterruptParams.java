package dev.heddle.protocol.v2;

/**
 * Params of {@code turn/interrupt}: the turn to stop.
 *
 * @param turnId empty for whatever runs
 */
public record TurnInterruptParams(String threadId, String turnId) implements OnThread {}
