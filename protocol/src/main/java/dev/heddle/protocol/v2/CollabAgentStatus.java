package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Run state of a sub-agent. */
public enum CollabAgentStatus {
  @SerializedName("pendingInit")
  PENDING_INIT,
  @SerializedName("running")
  RUNNING,
  @SerializedName("interrupted")
  INTERRUPTED,
  @SerializedName("completed")
  COMPLETED,
  @SerializedName("errored")
  ERRORED,
  @SerializedName("shutdown")
  SHUTDOWN,
  @SerializedName("notFound")
  NOT_FOUND
}
