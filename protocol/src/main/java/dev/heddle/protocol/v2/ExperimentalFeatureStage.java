package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** How finished a feature is. */
public enum ExperimentalFeatureStage {
  @SerializedName("beta")
  BETA,
  @SerializedName("underDevelopment")
  UNDER_DEVELOPMENT,
  @SerializedName("stable")
  STABLE,
  @SerializedName("deprecated")
  DEPRECATED,
  @SerializedName("removed")
  REMOVED
}
