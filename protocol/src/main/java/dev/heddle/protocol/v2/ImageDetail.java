package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** How closely the model looks at a picture. */
public enum ImageDetail {
  @SerializedName("auto")
  AUTO,
  @SerializedName("low")
  LOW,
  @SerializedName("high")
  HIGH,
  @SerializedName("original")
  ORIGINAL
}
