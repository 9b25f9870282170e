package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** How a thread's history is stored and read. */
public enum ThreadHistoryMode {
  /** Read as a whole. */
  @SerializedName("legacy")
  LEGACY,
  /** Read by pages of turns and items. */
  @SerializedName("paginated")
  PAGINATED
}
