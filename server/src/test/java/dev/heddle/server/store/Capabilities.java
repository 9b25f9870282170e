package dev.heddle.server.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

/** Skips tests of what a store does not offer. */
final class Capabilities {
  private Capabilities() {}

  static <T> T require(String name, Optional<T> capability) {
    assumeTrue(capability.isPresent(), "the store has no " + name);
    return capability.orElseThrow();
  }
}
