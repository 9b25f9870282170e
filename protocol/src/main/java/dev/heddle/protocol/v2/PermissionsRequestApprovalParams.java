package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of the server request {@code item/permissions/requestApproval}: may the agent have more
 * permissions.
 *
 * @param environmentId null when unknown
 * @param startedAtMs unix milliseconds
 * @param cwd absolute working directory
 * @param reason null when not given
 */
public record PermissionsRequestApprovalParams(
    String threadId,
    String turnId,
    String itemId,
    @Nullable String environmentId,
    long startedAtMs,
    @LegacyAppPathString String cwd,
    @Nullable String reason,
    RequestPermissionProfile permissions) {}
