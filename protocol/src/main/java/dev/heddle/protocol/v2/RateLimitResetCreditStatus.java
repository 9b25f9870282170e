package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** State of a coupon. */
public enum RateLimitResetCreditStatus {
  @SerializedName("available")
  AVAILABLE,
  @SerializedName("redeeming")
  REDEEMING,
  @SerializedName("redeemed")
  REDEEMED,
  @SerializedName("unknown")
  UNKNOWN
}
