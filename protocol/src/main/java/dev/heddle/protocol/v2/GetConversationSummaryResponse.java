package dev.heddle.protocol.v2;

/** Answer to {@code getConversationSummary}: what is stored about a thread. */
public record GetConversationSummaryResponse(ConversationSummary summary) {}
