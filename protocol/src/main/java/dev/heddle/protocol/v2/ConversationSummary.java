package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * What is stored about a thread, in the older form.
 *
 * @param path absolute rollout path
 * @param timestamp creation, RFC 3339, or null
 * @param updatedAt RFC 3339, or null
 * @param cwd absolute working directory
 */
public record ConversationSummary(
    @ThreadId String conversationId,
    String path,
    String preview,
    @Nullable String timestamp,
    @Nullable String updatedAt,
    String modelProvider,
    String cwd,
    String cliVersion,
    SessionSource source,
    @Nullable ConversationGitInfo gitInfo) {}
