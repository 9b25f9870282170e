package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What a sub-agent did. */
public enum SubAgentActivityKind {
  @SerializedName("started")
  STARTED,
  @SerializedName("interacted")
  INTERACTED,
  @SerializedName("interrupted")
  INTERRUPTED,
  @SerializedName("completed")
  COMPLETED
}
