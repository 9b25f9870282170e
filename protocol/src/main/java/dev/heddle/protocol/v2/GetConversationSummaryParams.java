package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of {@code getConversationSummary}: a thread by id or by rollout path; exactly one of them.
 *
 * @param rolloutPath null when an id is given
 * @param conversationId null when a path is given
 */
public record GetConversationSummaryParams(
    @Nullable String rolloutPath, @Nullable @ThreadId String conversationId) {}
