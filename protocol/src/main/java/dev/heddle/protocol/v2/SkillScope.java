package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Where a skill comes from. */
public enum SkillScope {
  @SerializedName("user")
  USER,
  @SerializedName("repo")
  REPO,
  @SerializedName("system")
  SYSTEM,
  @SerializedName("admin")
  ADMIN
}
