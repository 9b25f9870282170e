package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Who changes a goal. */
public enum ThreadGoalMutationOrigin {
  @SerializedName("user")
  USER,
  @SerializedName("automatic")
  AUTOMATIC
}
