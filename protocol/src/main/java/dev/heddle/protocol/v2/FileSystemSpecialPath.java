package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** A place with a name. */
@TaggedUnion("kind")
public sealed interface FileSystemSpecialPath {
  /** The whole file system. */
  @Variant("root")
  record Root() implements FileSystemSpecialPath {}

  /** What programs need to start. */
  @Variant("minimal")
  record Minimal() implements FileSystemSpecialPath {}

  /**
   * The workspace.
   *
   * @param subpath below each root, or null for the root itself
   */
  @Variant("project_roots")
  record ProjectRoots(@Nullable @LegacyAppPathString String subpath)
      implements FileSystemSpecialPath {}

  /** The directory named by {@code TMPDIR}. */
  @Variant("tmpdir")
  record Tmpdir() implements FileSystemSpecialPath {}

  /** The directory {@code /tmp}. */
  @Variant("slash_tmp")
  record SlashTmp() implements FileSystemSpecialPath {}

  /**
   * A place this version does not know.
   *
   * @param subpath below it, or null
   */
  @Variant("unknown")
  record Unknown(String path, @Nullable @LegacyAppPathString String subpath)
      implements FileSystemSpecialPath {}
}
