package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Run state of an MCP server. */
public enum McpServerConnectionStatus {
  @SerializedName("notStarted")
  NOT_STARTED,
  @SerializedName("starting")
  STARTING,
  @SerializedName("connected")
  CONNECTED,
  @SerializedName("authenticationRequired")
  AUTHENTICATION_REQUIRED,
  @SerializedName("failed")
  FAILED,
  @SerializedName("cancelled")
  CANCELLED,
  @SerializedName("disabled")
  DISABLED
}
