package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;

/**
 * Params of {@code thread/read}: a stored or loaded thread to show, without loading it.
 *
 * @param includeTurns fill {@code thread.turns}
 */
public record ThreadReadParams(String threadId, @Defaulted boolean includeTurns)
    implements OnThread {}
