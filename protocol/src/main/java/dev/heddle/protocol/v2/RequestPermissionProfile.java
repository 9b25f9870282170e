package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Permissions the agent asks for.
 *
 * @param network null for none
 * @param fileSystem null for none
 */
public record RequestPermissionProfile(
    @Nullable AdditionalNetworkPermissions network,
    @Nullable AdditionalFileSystemPermissions fileSystem) {}
