package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Who runs a command. */
public enum CommandExecutionSource {
  /** The agent, before the command has started. */
  @SerializedName("agent")
  AGENT,
  /** The user, by {@code thread/shellCommand}. */
  @SerializedName("userShell")
  USER_SHELL,
  /** The agent, in a terminal of its own. */
  @SerializedName("unifiedExecStartup")
  UNIFIED_EXEC_STARTUP,
  /** The agent, by typing into that terminal. */
  @SerializedName("unifiedExecInteraction")
  UNIFIED_EXEC_INTERACTION
}
