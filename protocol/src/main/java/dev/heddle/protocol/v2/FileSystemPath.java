package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;

/** A set of paths in a rule. */
@TaggedUnion
public sealed interface FileSystemPath {
  /** One path and what lies below it. */
  @Variant("path")
  record Path(@LegacyAppPathString String path) implements FileSystemPath {}

  /** All paths that match. */
  @Variant("glob_pattern")
  record GlobPattern(String pattern) implements FileSystemPath {}

  /** A place with a name. */
  @Variant("special")
  record Special(FileSystemSpecialPath value) implements FileSystemPath {}
}
