package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of the server request {@code item/fileChange/requestApproval}: may these files be changed.
 *
 * @param startedAtMs unix milliseconds
 * @param reason null when not given
 * @param grantRoot directory to allow for the rest of the thread, or null
 */
public record FileChangeRequestApprovalParams(
    String threadId,
    String turnId,
    String itemId,
    long startedAtMs,
    @Nullable String reason,
    @Nullable String grantRoot) {}
