package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** What a shell command appears to do. */
@TaggedUnion
public sealed interface CommandAction {
  /**
   * It shows a file.
   *
   * @param name file name without directories
   */
  @Variant("read")
  record Read(String command, String name, @LegacyAppPathString String path)
      implements CommandAction {}

  /**
   * It lists files.
   *
   * @param path directory, or null for the current one
   */
  @Variant("listFiles")
  record ListFiles(String command, @Nullable String path) implements CommandAction {}

  /**
   * It searches text.
   *
   * @param query null when not recognised
   * @param path null for the current directory
   */
  @Variant("search")
  record Search(String command, @Nullable String query, @Nullable String path)
      implements CommandAction {}

  /** It does something else. */
  @Variant("unknown")
  record Unknown(String command) implements CommandAction {}
}
