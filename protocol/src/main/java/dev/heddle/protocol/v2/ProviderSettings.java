package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** Settings of a provider that a client may show. */
@TaggedUnion
public sealed interface ProviderSettings {
  /** The default provider. */
  @Variant("openai")
  record Openai() implements ProviderSettings {}

  /** A server with a compatible API. */
  @Variant("customGateway")
  record CustomGateway(GatewayAuth auth) implements ProviderSettings {}

  /**
   * Amazon Bedrock.
   *
   * @param profile null for the default
   * @param region null for the default
   */
  @Variant("bedrock")
  record Bedrock(@Nullable String profile, @Nullable String region) implements ProviderSettings {}

  /**
   * Google Cloud.
   *
   * @param projectId null for the default
   * @param location null for the default
   * @param credentialFile null for the default
   */
  @Variant("gcp")
  record Gcp(@Nullable String projectId, @Nullable String location, @Nullable String credentialFile)
      implements ProviderSettings {}
}
