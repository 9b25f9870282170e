package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** How reasoning is summarised. */
public enum ReasoningSummary {
  @SerializedName("auto")
  AUTO,
  @SerializedName("concise")
  CONCISE,
  @SerializedName("detailed")
  DETAILED,
  @SerializedName("none")
  NONE
}
