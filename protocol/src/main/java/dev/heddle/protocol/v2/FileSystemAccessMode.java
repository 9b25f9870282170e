package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What may be done with a path. */
public enum FileSystemAccessMode {
  @SerializedName("read")
  READ,
  @SerializedName("write")
  WRITE,
  @SerializedName("deny")
  DENY
}
