package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** How a provider's gateway is authenticated. */
@TaggedUnion("mode")
public sealed interface GatewayAuth {
  /** Not at all. */
  @Variant("none")
  record None() implements GatewayAuth {}

  /**
   * By a key in the environment.
   *
   * @param envKey name of the variable
   */
  @Variant("environmentVariable")
  record EnvironmentVariable(String envKey) implements GatewayAuth {}

  /**
   * By means outside the configuration.
   *
   * @param envKey name of the variable, or null
   */
  @Variant("externallyConfigured")
  record ExternallyConfigured(@Nullable String envKey) implements GatewayAuth {}
}
