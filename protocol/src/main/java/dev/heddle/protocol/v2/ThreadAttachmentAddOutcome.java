package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What came of adding an attachment. */
public enum ThreadAttachmentAddOutcome {
  /** It is new. */
  @SerializedName("created")
  CREATED,
  /** The thread had it already; that one stays as it was. */
  @SerializedName("existing")
  EXISTING
}
