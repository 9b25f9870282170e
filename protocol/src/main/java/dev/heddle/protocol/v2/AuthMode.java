package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;

/** How the server is logged in. */
public enum AuthMode {
  @SerializedName("apikey")
  APIKEY,
  @SerializedName("chatgpt")
  CHATGPT,
  @SerializedName("chatgptAuthTokens")
  CHATGPT_AUTH_TOKENS,
  @SerializedName("headers")
  HEADERS,
  @SerializedName("agentIdentity")
  AGENT_IDENTITY,
  @SerializedName("personalAccessToken")
  PERSONAL_ACCESS_TOKEN,
  @SerializedName("bedrockApiKey")
  BEDROCK_API_KEY,
  @SerializedName("bedrockAccessKeys")
  BEDROCK_ACCESS_KEYS
}
