package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** How the user interface of a tool is shown. */
public enum McpAppDisplayMode {
  @SerializedName("inline")
  INLINE,
  @SerializedName("fullscreen")
  FULLSCREEN
}
