package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** What a shell command appears to do, in the older form. */
@TaggedUnion
public sealed interface ParsedCommand {
  /**
   * It shows a file.
   *
   * @param name file name without directories
   */
  @Variant("read")
  record Read(String cmd, String name, String path) implements ParsedCommand {}

  /**
   * It lists files.
   *
   * @param path directory, or null for the current one
   */
  @Variant("list_files")
  record ListFiles(String cmd, @Nullable String path) implements ParsedCommand {}

  /**
   * It searches text.
   *
   * @param query null when not recognised
   * @param path null for the current directory
   */
  @Variant("search")
  record Search(String cmd, @Nullable String query, @Nullable String path)
      implements ParsedCommand {}

  /** It does something else. */
  @Variant("unknown")
  record Unknown(String cmd) implements ParsedCommand {}
}
