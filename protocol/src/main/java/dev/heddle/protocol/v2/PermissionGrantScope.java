package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** How long granted permissions last. */
public enum PermissionGrantScope {
  @SerializedName("turn")
  TURN,
  @SerializedName("session")
  SESSION
}
