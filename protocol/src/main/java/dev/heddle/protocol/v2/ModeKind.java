package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Name of a collaboration preset. */
public enum ModeKind {
  @SerializedName("plan")
  PLAN,
  @SerializedName("default")
  DEFAULT
}
