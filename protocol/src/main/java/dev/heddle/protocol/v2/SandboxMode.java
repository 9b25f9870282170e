package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Coarse form of a sandbox. */
public enum SandboxMode {
  @SerializedName("read-only")
  READ_ONLY,
  @SerializedName("workspace-write")
  WORKSPACE_WRITE,
  @SerializedName("danger-full-access")
  DANGER_FULL_ACCESS
}
