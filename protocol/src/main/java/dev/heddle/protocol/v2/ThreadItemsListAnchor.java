package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;

/** A place in a list of items that a client names itself. */
@TaggedUnion
public sealed interface ThreadItemsListAnchor {
  /** The item that the page begins after. */
  @Variant("item")
  record Item(String itemId) implements ThreadItemsListAnchor {}
}
