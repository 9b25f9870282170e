package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What a running turn waits for. */
public enum ThreadActiveFlag {
  @SerializedName("waitingOnApproval")
  WAITING_ON_APPROVAL,
  @SerializedName("waitingOnUserInput")
  WAITING_ON_USER_INPUT
}
