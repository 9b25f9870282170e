package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** A kind of input a model takes. */
public enum InputModality {
  @SerializedName("text")
  TEXT,
  @SerializedName("image")
  IMAGE,
  @SerializedName("audio")
  AUDIO
}
