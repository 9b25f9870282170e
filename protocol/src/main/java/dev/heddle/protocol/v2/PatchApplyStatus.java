package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Progress of a file change. */
public enum PatchApplyStatus {
  @SerializedName("inProgress")
  IN_PROGRESS,
  @SerializedName("completed")
  COMPLETED,
  @SerializedName("failed")
  FAILED,
  @SerializedName("declined")
  DECLINED
}
