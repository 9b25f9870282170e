package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Where a command printed to. */
public enum CommandExecOutputStream {
  /** Standard output, and all that goes to a terminal. */
  @SerializedName("stdout")
  STDOUT,
  @SerializedName("stderr")
  STDERR
}
