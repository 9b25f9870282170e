package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Permissions beyond the sandbox.
 *
 * @param network null for no change
 * @param fileSystem null for no change
 */
public record AdditionalPermissionProfile(
    @Nullable AdditionalNetworkPermissions network,
    @Nullable AdditionalFileSystemPermissions fileSystem) {}
