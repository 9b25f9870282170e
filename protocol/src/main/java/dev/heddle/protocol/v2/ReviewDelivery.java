package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Where a review runs. */
public enum ReviewDelivery {
  /** In the thread itself. */
  @SerializedName("inline")
  INLINE,

  /** In a fork of the thread. */
  @SerializedName("detached")
  DETACHED
}
