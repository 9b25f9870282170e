package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What found threads are ordered by. */
public enum ThreadSearchSortKey {
  @SerializedName("created_at")
  CREATED_AT,
  @SerializedName("updated_at")
  UPDATED_AT,
  @SerializedName("recency_at")
  RECENCY_AT
}
