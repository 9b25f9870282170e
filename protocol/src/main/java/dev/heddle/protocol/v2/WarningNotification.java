package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of the notification {@code warning}: something the user should know but that stops
 * nothing.
 *
 * @param threadId null when it concerns no thread
 */
public record WarningNotification(@Nullable String threadId, String message) {}
