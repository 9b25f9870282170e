package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Which limit stops the account. */
public enum RateLimitReachedType {
  @SerializedName("rate_limit_reached")
  RATE_LIMIT_REACHED,
  @SerializedName("workspace_owner_credits_depleted")
  WORKSPACE_OWNER_CREDITS_DEPLETED,
  @SerializedName("workspace_member_credits_depleted")
  WORKSPACE_MEMBER_CREDITS_DEPLETED,
  @SerializedName("workspace_owner_usage_limit_reached")
  WORKSPACE_OWNER_USAGE_LIMIT_REACHED,
  @SerializedName("workspace_member_usage_limit_reached")
  WORKSPACE_MEMBER_USAGE_LIMIT_REACHED
}
