package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Who decides on approval requests. */
public enum ApprovalsReviewer {
  /** The person at the client. */
  @SerializedName("user")
  USER,
  /** A reviewing agent. */
  @SerializedName("auto_review")
  AUTO_REVIEW,
  /** Older name of the reviewing agent. */
  @SerializedName("guardian_subagent")
  GUARDIAN_SUBAGENT
}
