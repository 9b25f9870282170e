package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What projects are ordered by. */
public enum ProjectSortKey {
  /** As users have arranged them. */
  @SerializedName("position")
  POSITION,
  /** By their newest threads; projects without any come last in both directions. */
  @SerializedName("recencyAt")
  RECENCY_AT
}
