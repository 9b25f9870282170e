package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Obsolete choice of tone. */
public enum Personality {
  @SerializedName("none")
  NONE,
  @SerializedName("friendly")
  FRIENDLY,
  @SerializedName("pragmatic")
  PRAGMATIC
}
