package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** How much of a turn's items is included. */
public enum TurnItemsView {
  /** None. */
  @SerializedName("notLoaded")
  NOT_LOADED,
  /** The first user message and the last agent message. */
  @SerializedName("summary")
  SUMMARY,
  /** All. */
  @SerializedName("full")
  FULL
}
