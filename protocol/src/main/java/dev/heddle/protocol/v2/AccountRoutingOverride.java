package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Region that requests of an account must stay in. */
public enum AccountRoutingOverride {
  @SerializedName("NO_CONSTRAINT")
  NO_CONSTRAINT,
  @SerializedName("us")
  US,
  @SerializedName("us_cr")
  US_CR
}
