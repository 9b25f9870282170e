package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Progress of a command. */
public enum CommandExecutionStatus {
  @SerializedName("inProgress")
  IN_PROGRESS,
  @SerializedName("completed")
  COMPLETED,
  /** It ended with another exit code than zero, or did not start. */
  @SerializedName("failed")
  FAILED,
  /** It was not approved. */
  @SerializedName("declined")
  DECLINED
}
