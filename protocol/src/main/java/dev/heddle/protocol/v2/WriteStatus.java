package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Whether a written value has effect. */
public enum WriteStatus {
  @SerializedName("ok")
  OK,
  @SerializedName("okOverridden")
  OK_OVERRIDDEN
}
