package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.OmitNull;
import org.jspecify.annotations.Nullable;

/**
 * Permissions that were granted; absent members were not.
 *
 * @param network null for none
 * @param fileSystem null for none
 */
public record GrantedPermissionProfile(
    @OmitNull @Nullable AdditionalNetworkPermissions network,
    @OmitNull @Nullable AdditionalFileSystemPermissions fileSystem) {}
