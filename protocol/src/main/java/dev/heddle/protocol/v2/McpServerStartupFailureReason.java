package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Why an MCP server did not start, where a client can help. */
public enum McpServerStartupFailureReason {
  @SerializedName("reauthenticationRequired")
  REAUTHENTICATION_REQUIRED
}
