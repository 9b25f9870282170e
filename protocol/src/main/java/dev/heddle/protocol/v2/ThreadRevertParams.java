package dev.heddle.protocol.v2;

/**
 * Params of {@code thread/revert}: the turn from which a thread is undone.
 *
 * @param beforeTurnId this turn and all later ones are undone
 */
public record ThreadRevertParams(String threadId, String beforeTurnId) implements OnThread {}
