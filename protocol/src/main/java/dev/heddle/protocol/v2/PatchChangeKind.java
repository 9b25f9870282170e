package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** What happens to a file. */
@TaggedUnion
public sealed interface PatchChangeKind {
  /** It is created. */
  @Variant("add")
  record Add() implements PatchChangeKind {}

  /** It is removed. */
  @Variant("delete")
  record Delete() implements PatchChangeKind {}

  /**
   * It is edited.
   *
   * @param movePath new path, or null when it stays
   */
  @Variant("update")
  record Update(@SerializedName("move_path") @Nullable String movePath)
      implements PatchChangeKind {}
}
