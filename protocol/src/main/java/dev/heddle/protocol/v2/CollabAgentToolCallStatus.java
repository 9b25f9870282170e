package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Progress of a call between agents. */
public enum CollabAgentToolCallStatus {
  @SerializedName("inProgress")
  IN_PROGRESS,
  @SerializedName("completed")
  COMPLETED,
  @SerializedName("failed")
  FAILED,
  @SerializedName("interrupted")
  INTERRUPTED
}
