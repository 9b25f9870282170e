package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What is to be approved. */
public enum CommandExecutionApprovalKind {
  @SerializedName("command")
  COMMAND,
  @SerializedName("humanCommand")
  HUMAN_COMMAND,
  @SerializedName("writeStdin")
  WRITE_STDIN
}
