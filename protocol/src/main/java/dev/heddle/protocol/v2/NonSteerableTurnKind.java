package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Turns that take no input. */
public enum NonSteerableTurnKind {
  @SerializedName("review")
  REVIEW,
  @SerializedName("compact")
  COMPACT
}
