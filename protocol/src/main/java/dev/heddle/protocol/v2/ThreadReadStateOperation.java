package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;

/** A change of the read state. */
@TaggedUnion
public sealed interface ThreadReadStateOperation {
  /** All is read. */
  @Variant("read")
  record Read() implements ThreadReadStateOperation {}

  /** The newest turn is unread. */
  @Variant("unread")
  record Unread() implements ThreadReadStateOperation {}
}
