package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** What became of a project. */
public enum ProjectChangeType {
  @SerializedName("created")
  CREATED,
  /** It has another name, other directories or data, or another place among the projects. */
  @SerializedName("updated")
  UPDATED,
  @SerializedName("deleted")
  DELETED
}
