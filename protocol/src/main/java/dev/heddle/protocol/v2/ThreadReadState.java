package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * What the user has not read yet.
 *
 * @param firstUnread null when all is read
 * @param revision changes with every change
 */
public record ThreadReadState(@Nullable ThreadUnreadPosition firstUnread, String revision) {}
