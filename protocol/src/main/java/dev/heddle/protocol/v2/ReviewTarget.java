package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** What to review. */
@TaggedUnion
public sealed interface ReviewTarget {
  /** What is not committed yet. */
  @Variant("uncommittedChanges")
  record UncommittedChanges() implements ReviewTarget {}

  /** The difference from a branch. */
  @Variant("baseBranch")
  record BaseBranch(String branch) implements ReviewTarget {}

  /**
   * One commit.
   *
   * @param title its subject for display, or null
   */
  @Variant("commit")
  record Commit(String sha, @Nullable String title) implements ReviewTarget {}

  /** What the instructions say. */
  @Variant("custom")
  record Custom(String instructions) implements ReviewTarget {}
}
