package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What the user did with a form. */
public enum McpServerElicitationAction {
  @SerializedName("accept")
  ACCEPT,
  @SerializedName("decline")
  DECLINE,
  @SerializedName("cancel")
  CANCEL
}
