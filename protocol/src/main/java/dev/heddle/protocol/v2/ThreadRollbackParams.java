package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;

/**
 * Params of {@code thread/rollback}: how many turns to drop from the end of a legacy thread.
 *
 * @param numTurns at least 1
 */
public record ThreadRollbackParams(String threadId, @Unsigned int numTurns) implements OnThread {}
