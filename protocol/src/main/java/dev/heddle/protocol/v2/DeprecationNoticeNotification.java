package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of the notification {@code deprecationNotice}: the client uses something that will go
 * away.
 *
 * @param details what to do instead, or null
 */
public record DeprecationNoticeNotification(String summary, @Nullable String details) {}
