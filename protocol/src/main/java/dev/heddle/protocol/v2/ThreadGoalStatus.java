package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** State of a goal. */
public enum ThreadGoalStatus {
  @SerializedName("active")
  ACTIVE,
  @SerializedName("paused")
  PAUSED,
  @SerializedName("blocked")
  BLOCKED,
  @SerializedName("usageLimited")
  USAGE_LIMITED,
  @SerializedName("budgetLimited")
  BUDGET_LIMITED,
  @SerializedName("complete")
  COMPLETE
}
