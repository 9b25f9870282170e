package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Kind of what a file search found. */
public enum FuzzyFileSearchMatchType {
  @SerializedName("file")
  FILE,
  @SerializedName("directory")
  DIRECTORY
}
