package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Subscription of an account. */
public enum PlanType {
  @SerializedName("free")
  FREE,
  @SerializedName("go")
  GO,
  @SerializedName("plus")
  PLUS,
  @SerializedName("pro")
  PRO,
  @SerializedName("prolite")
  PROLITE,
  @SerializedName("promax")
  PROMAX,
  @SerializedName("team")
  TEAM,
  @SerializedName("self_serve_business_prolite")
  SELF_SERVE_BUSINESS_PROLITE,
  @SerializedName("self_serve_business_usage_based")
  SELF_SERVE_BUSINESS_USAGE_BASED,
  @SerializedName("business")
  BUSINESS,
  @SerializedName("ent26")
  ENT26,
  @SerializedName("enterprise_cbp_automation")
  ENTERPRISE_CBP_AUTOMATION,
  @SerializedName("enterprise_cbp_usage_based")
  ENTERPRISE_CBP_USAGE_BASED,
  @SerializedName("enterprise")
  ENTERPRISE,
  @SerializedName("edu")
  EDU,
  @SerializedName("edu_plus")
  EDU_PLUS,
  @SerializedName("edu_pro")
  EDU_PRO,
  @SerializedName("sci")
  SCI,
  @SerializedName("sci_plus")
  SCI_PLUS,
  @SerializedName("unknown")
  UNKNOWN
}
