package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** State of remote control. */
public enum RemoteControlConnectionStatus {
  @SerializedName("disabled")
  DISABLED,
  @SerializedName("connecting")
  CONNECTING,
  @SerializedName("connected")
  CONNECTED,
  @SerializedName("errored")
  ERRORED
}
