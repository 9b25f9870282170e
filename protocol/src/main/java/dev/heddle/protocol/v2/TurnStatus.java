package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** State of a turn. */
public enum TurnStatus {
  @SerializedName("completed")
  COMPLETED,
  @SerializedName("interrupted")
  INTERRUPTED,
  @SerializedName("failed")
  FAILED,
  @SerializedName("inProgress")
  IN_PROGRESS
}
