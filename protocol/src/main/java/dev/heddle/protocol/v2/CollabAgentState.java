package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Last known state of a sub-agent.
 *
 * @param message its last words, or null
 */
public record CollabAgentState(CollabAgentStatus status, @Nullable String message) {}
