package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import java.util.List;

/** Run state of a thread. */
@TaggedUnion
public sealed interface ThreadStatus {
  /** Stored only. */
  @Variant("notLoaded")
  record NotLoaded() implements ThreadStatus {}

  /** Loaded and quiet. */
  @Variant("idle")
  record Idle() implements ThreadStatus {}

  /** Loaded; the last turn failed. */
  @Variant("systemError")
  record SystemError() implements ThreadStatus {}

  /**
   * A turn runs.
   *
   * @param activeFlags what it waits for; empty while it works
   */
  @Variant("active")
  record Active(List<ThreadActiveFlag> activeFlags) implements ThreadStatus {}
}
