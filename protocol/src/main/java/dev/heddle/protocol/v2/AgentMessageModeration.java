package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Result of a content check on a message.
 *
 * @param display null for the ordinary form
 */
public record AgentMessageModeration(boolean moderated, @Nullable AgentMessageDisplay display) {}
