package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** Protocol of a connection. */
public enum NetworkApprovalProtocol {
  @SerializedName("http")
  HTTP,
  @SerializedName("https")
  HTTPS,
  @SerializedName("socks5Tcp")
  SOCKS5_TCP,
  @SerializedName("socks5Udp")
  SOCKS5_UDP
}
