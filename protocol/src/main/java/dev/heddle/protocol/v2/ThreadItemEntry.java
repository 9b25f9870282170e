package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Experimental;
import dev.heddle.protocol.rpc.OmitNull;
import org.jspecify.annotations.Nullable;

/**
 * An item with its turn.
 *
 * @param outputDeferred true when its output was left out; else null
 * @param startedAtMs unix milliseconds, or null when not recorded
 * @param completedAtMs unix milliseconds, or null when not recorded
 */
public record ThreadItemEntry(
    String turnId,
    ThreadItem item,
    @Experimental @OmitNull @Nullable Boolean outputDeferred,
    @Nullable Long startedAtMs,
    @Nullable Long completedAtMs) {}
