package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What a coupon resets. */
public enum RateLimitResetType {
  @SerializedName("codexRateLimits")
  CODEX_RATE_LIMITS,
  @SerializedName("unknown")
  UNKNOWN
}
