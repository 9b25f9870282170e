package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Answer to a file change approval. */
public enum FileChangeApprovalDecision {
  /** Change them this once. */
  @SerializedName("accept")
  ACCEPT,
  /** Change them, and do not ask again for these files. */
  @SerializedName("acceptForSession")
  ACCEPT_FOR_SESSION,
  /** Leave them; the turn goes on. */
  @SerializedName("decline")
  DECLINE,
  /** Leave them and stop the turn. */
  @SerializedName("cancel")
  CANCEL
}
