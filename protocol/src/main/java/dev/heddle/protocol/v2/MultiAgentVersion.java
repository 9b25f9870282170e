package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Generation of the sub-agent tools. */
public enum MultiAgentVersion {
  @SerializedName("disabled")
  DISABLED,
  @SerializedName("v1")
  V1,
  @SerializedName("v2")
  V2
}
