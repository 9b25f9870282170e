package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Tools by which agents work together. */
public enum CollabAgentTool {
  @SerializedName("spawnAgent")
  SPAWN_AGENT,
  @SerializedName("sendInput")
  SEND_INPUT,
  @SerializedName("resumeAgent")
  RESUME_AGENT,
  @SerializedName("wait")
  WAIT,
  @SerializedName("closeAgent")
  CLOSE_AGENT,
  @SerializedName("sendMessage")
  SEND_MESSAGE,
  @SerializedName("followupTask")
  FOLLOWUP_TASK,
  @SerializedName("interruptAgent")
  INTERRUPT_AGENT,
  @SerializedName("listAgents")
  LIST_AGENTS
}
