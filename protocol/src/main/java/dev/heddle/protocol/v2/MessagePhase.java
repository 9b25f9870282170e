package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Place of an agent message within its turn. */
public enum MessagePhase {
  @SerializedName("commentary")
  COMMENTARY,
  @SerializedName("partial_answer")
  PARTIAL_ANSWER,
  @SerializedName("final_answer")
  FINAL_ANSWER
}
