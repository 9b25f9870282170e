package dev.heddle.server.store;

import org.jspecify.annotations.Nullable;

/**
 * What the user has read of a thread.
 *
 * @param firstUnreadTurnId the oldest turn that ended since it was read, or null when all is read
 * @param revision changes with every change of the state; a UUID
 */
public record ReadState(@Nullable String firstUnreadTurnId, String revision) {}
