package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;

/** Where a capability root lies. */
@TaggedUnion
public sealed interface CapabilityRootLocation {
  /** A directory of an environment. */
  @Variant("environment")
  record Environment(String environmentId, String path) implements CapabilityRootLocation {}
}
