package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Where a process printed to. */
public enum ProcessOutputStream {
  /** Standard output, and all that goes to a terminal. */
  @SerializedName("stdout")
  STDOUT,
  @SerializedName("stderr")
  STDERR
}
