package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;

/** Where unread content begins. */
@TaggedUnion
public sealed interface ThreadUnreadPosition {
  /** Nothing was read. */
  @Variant("threadStart")
  record ThreadStart() implements ThreadUnreadPosition {}

  /** At a turn. */
  @Variant("turn")
  record Turn(String turnId) implements ThreadUnreadPosition {}
}
