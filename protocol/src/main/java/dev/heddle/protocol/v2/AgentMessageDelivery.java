package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** How an agent message reaches the user. */
public enum AgentMessageDelivery {
  @SerializedName("async")
  ASYNC
}
