package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What a network rule does. */
public enum NetworkPolicyRuleAction {
  @SerializedName("allow")
  ALLOW,
  @SerializedName("deny")
  DENY
}
