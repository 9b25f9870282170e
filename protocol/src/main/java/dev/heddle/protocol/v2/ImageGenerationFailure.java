package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** Why no picture was made. */
@TaggedUnion
public sealed interface ImageGenerationFailure {
  /**
   * The allowance is used up.
   *
   * @param resetsAt unix seconds, or null
   */
  @Variant("usageLimitExceeded")
  record UsageLimitExceeded(String limitId, @Nullable Long resetsAt)
      implements ImageGenerationFailure {}
}
