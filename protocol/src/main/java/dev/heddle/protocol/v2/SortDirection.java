package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Order of a list. */
public enum SortDirection {
  @SerializedName("asc")
  ASC,
  @SerializedName("desc")
  DESC
}
