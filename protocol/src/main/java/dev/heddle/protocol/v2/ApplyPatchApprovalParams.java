package dev.heddle.protocol.v2;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of the server request {@code applyPatchApproval}: older form of the file change question.
 *
 * @param fileChanges by path
 * @param reason null when not given
 * @param grantRoot directory to allow for the rest of the thread, or null
 */
public record ApplyPatchApprovalParams(
    @ThreadId String conversationId,
    String callId,
    Map<String, FileChange> fileChanges,
    @Nullable String reason,
    @Nullable String grantRoot) {}
