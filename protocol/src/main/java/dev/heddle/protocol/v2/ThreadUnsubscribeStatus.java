package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What a subscription was. */
public enum ThreadUnsubscribeStatus {
  /** There was no such thread in memory. */
  @SerializedName("notLoaded")
  NOT_LOADED,
  /** It was not followed. */
  @SerializedName("notSubscribed")
  NOT_SUBSCRIBED,
  /** It was followed until now. */
  @SerializedName("unsubscribed")
  UNSUBSCRIBED
}
