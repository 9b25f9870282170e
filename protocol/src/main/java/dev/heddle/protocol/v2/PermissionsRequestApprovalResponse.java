package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.OmitNull;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code item/permissions/requestApproval}: what was granted.
 *
 * @param strictAutoReview review later commands of the turn as well; null for no
 */
public record PermissionsRequestApprovalResponse(
    GrantedPermissionProfile permissions,
    @Defaulted PermissionGrantScope scope,
    @OmitNull @Nullable Boolean strictAutoReview) {}
