package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Why a thread starts. */
public enum ThreadStartSource {
  @SerializedName("startup")
  STARTUP,
  @SerializedName("clear")
  CLEAR
}
