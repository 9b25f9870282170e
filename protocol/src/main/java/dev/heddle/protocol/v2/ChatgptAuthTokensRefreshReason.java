package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Why a fresh login is needed. */
public enum ChatgptAuthTokensRefreshReason {
  @SerializedName("unauthorized")
  UNAUTHORIZED
}
