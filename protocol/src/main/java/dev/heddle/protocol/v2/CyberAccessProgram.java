package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Program that permits security work. */
public enum CyberAccessProgram {
  @SerializedName("standard")
  STANDARD,
  @SerializedName("daybreakBlue")
  DAYBREAK_BLUE,
  @SerializedName("daybreakRed")
  DAYBREAK_RED
}
