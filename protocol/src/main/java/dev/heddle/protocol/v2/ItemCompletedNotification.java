package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of the notification {@code item/completed}: an item is final.
 *
 * @param contentTokenCount null when not counted
 * @param completedAtMs unix milliseconds
 */
public record ItemCompletedNotification(
    ThreadItem item,
    String threadId,
    String turnId,
    @Unsigned(64) @Nullable Long contentTokenCount,
    long completedAtMs) {}
