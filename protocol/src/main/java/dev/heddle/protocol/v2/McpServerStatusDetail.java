package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** How much to tell about MCP servers. */
public enum McpServerStatusDetail {
  @SerializedName("full")
  FULL,
  @SerializedName("toolsAndAuthOnly")
  TOOLS_AND_AUTH_ONLY
}
