package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** A change to one file, in the older form. */
@TaggedUnion
public sealed interface FileChange {
  /**
   * A new file.
   *
   * @param content its text
   */
  @Variant("add")
  record Add(String content) implements FileChange {}

  /**
   * A removed file.
   *
   * @param content the text it had
   */
  @Variant("delete")
  record Delete(String content) implements FileChange {}

  /**
   * An edited file.
   *
   * @param unifiedDiff hunks without file header
   * @param movePath new path, or null
   */
  @Variant("update")
  record Update(
      @SerializedName("unified_diff") String unifiedDiff,
      @SerializedName("move_path") @Nullable String movePath)
      implements FileChange {}
}
