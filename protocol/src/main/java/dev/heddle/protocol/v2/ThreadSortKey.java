package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What threads are ordered by. */
public enum ThreadSortKey {
  @SerializedName("created_at")
  CREATED_AT,
  @SerializedName("updated_at")
  UPDATED_AT,
  @SerializedName("recency_at")
  RECENCY_AT,
  @SerializedName("section_position")
  SECTION_POSITION
}
