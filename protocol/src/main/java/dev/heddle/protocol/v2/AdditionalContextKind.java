package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** How far the model may trust supplied context. */
public enum AdditionalContextKind {
  @SerializedName("untrusted")
  UNTRUSTED,
  @SerializedName("application")
  APPLICATION
}
