package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Where a review runs. */
public enum ReviewDelivery {
  @SerializedName("inline")
  INLINE
}
