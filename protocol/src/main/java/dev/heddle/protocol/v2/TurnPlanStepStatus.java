package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Progress of a step. */
public enum TurnPlanStepStatus {
  @SerializedName("pending")
  PENDING,
  @SerializedName("inProgress")
  IN_PROGRESS,
  @SerializedName("completed")
  COMPLETED
}
