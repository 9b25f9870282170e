package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What happened to an attachment. */
public enum ThreadAttachmentOperation {
  /** It was put beside its thread. */
  @SerializedName("created")
  CREATED,
  /** It was taken away. */
  @SerializedName("deleted")
  DELETED
}
