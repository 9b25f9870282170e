package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Progress of a client tool call. */
public enum DynamicToolCallStatus {
  @SerializedName("inProgress")
  IN_PROGRESS,
  @SerializedName("completed")
  COMPLETED,
  @SerializedName("failed")
  FAILED
}
