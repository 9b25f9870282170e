package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.OmitNull;
import org.jspecify.annotations.Nullable;

/**
 * Params of the notification {@code thread/name/updated}: a thread's title changed.
 *
 * @param threadName absent when the title was removed
 */
public record ThreadNameUpdatedNotification(
    String threadId, @OmitNull @Nullable String threadName) {}
