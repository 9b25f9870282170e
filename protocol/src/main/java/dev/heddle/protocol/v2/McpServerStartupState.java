package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Progress of starting an MCP server. */
public enum McpServerStartupState {
  @SerializedName("starting")
  STARTING,
  @SerializedName("ready")
  READY,
  @SerializedName("failed")
  FAILED,
  @SerializedName("cancelled")
  CANCELLED
}
