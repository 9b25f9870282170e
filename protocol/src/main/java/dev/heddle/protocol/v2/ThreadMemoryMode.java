package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Whether memories are made of a thread. */
public enum ThreadMemoryMode {
  @SerializedName("enabled")
  ENABLED,
  @SerializedName("disabled")
  DISABLED
}
