package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Whether an outer sandbox lets the network through. */
public enum NetworkAccess {
  @SerializedName("restricted")
  RESTRICTED,
  @SerializedName("enabled")
  ENABLED
}
