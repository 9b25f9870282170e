package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Name of a collaboration preset. */
public enum ModeKind {
  @SerializedName("plan")
  PLAN,
  // Has had other names, which older clients still send.
  @SerializedName(
      value = "default",
      alternate = {"code", "custom", "execute", "pair_programming"})
  DEFAULT
}
