package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Progress of an MCP tool call. */
public enum McpToolCallStatus {
  @SerializedName("inProgress")
  IN_PROGRESS,
  @SerializedName("completed")
  COMPLETED,
  @SerializedName("failed")
  FAILED
}
