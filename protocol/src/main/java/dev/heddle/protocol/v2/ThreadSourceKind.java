package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Filter for {@link SessionSource}. */
public enum ThreadSourceKind {
  @SerializedName("cli")
  CLI,
  @SerializedName("vscode")
  VSCODE,
  @SerializedName("exec")
  EXEC,
  @SerializedName("appServer")
  APP_SERVER,
  @SerializedName("subAgent")
  SUB_AGENT,
  @SerializedName("subAgentReview")
  SUB_AGENT_REVIEW,
  @SerializedName("subAgentCompact")
  SUB_AGENT_COMPACT,
  @SerializedName("subAgentThreadSpawn")
  SUB_AGENT_THREAD_SPAWN,
  @SerializedName("subAgentOther")
  SUB_AGENT_OTHER,
  @SerializedName("unknown")
  UNKNOWN
}
