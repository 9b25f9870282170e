package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Why another model answers. */
public enum ModelRerouteReason {
  @SerializedName("highRiskCyberActivity")
  HIGH_RISK_CYBER_ACTIVITY
}
