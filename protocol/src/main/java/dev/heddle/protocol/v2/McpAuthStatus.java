package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Login state of an MCP server. */
public enum McpAuthStatus {
  @SerializedName("unknown")
  UNKNOWN,
  @SerializedName("unsupported")
  UNSUPPORTED,
  @SerializedName("notLoggedIn")
  NOT_LOGGED_IN,
  @SerializedName("bearerToken")
  BEARER_TOKEN,
  @SerializedName("oAuth")
  O_AUTH
}
