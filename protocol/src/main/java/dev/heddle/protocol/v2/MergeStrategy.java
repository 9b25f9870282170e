package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What happens to a table that is already there. */
public enum MergeStrategy {
  /** It is replaced. */
  @SerializedName("replace")
  REPLACE,
  /** Its other keys stay. */
  @SerializedName("upsert")
  UPSERT
}
