package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.Required;
import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** The account in use, by kind of login. */
@TaggedUnion
public sealed interface Account {
  /** A plain API key. */
  @Variant("apiKey")
  record ApiKey() implements Account {}

  /**
   * A personal or workspace login.
   *
   * @param email null when unknown
   * @param workspaceName null outside a workspace
   */
  @Variant("chatgpt")
  record Chatgpt(
      @Required @Nullable String email, PlanType planType, @Nullable String workspaceName)
      implements Account {}

  /**
   * Credentials for Amazon Bedrock.
   *
   * @param usesCodexManagedCredentials whether the server stores them itself
   */
  @Variant("amazonBedrock")
  record AmazonBedrock(@Defaulted boolean usesCodexManagedCredentials) implements Account {}

  /** Credentials for Google Cloud. */
  @Variant("gcp")
  record Gcp() implements Account {}
}
