package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** Where configuration comes from, weakest first. */
@TaggedUnion
public sealed interface ConfigLayerSource {
  /** Defaults shipped with the program. */
  @Variant("packagedDefaults")
  record PackagedDefaults(@AbsolutePathBuf String file) implements ConfigLayerSource {}

  /** Device management. */
  @Variant("mdm")
  record Mdm(String domain, String key) implements ConfigLayerSource {}

  /** A file for the whole machine. */
  @Variant("system")
  record System(@AbsolutePathBuf String file) implements ConfigLayerSource {}

  /** Settings of an organisation. */
  @Variant("enterpriseManaged")
  record EnterpriseManaged(String id, String name) implements ConfigLayerSource {}

  /**
   * The user's own file.
   *
   * @param profile profile within the file, or null
   */
  @Variant("user")
  record User(@AbsolutePathBuf String file, @Nullable String profile)
      implements ConfigLayerSource {}

  /**
   * A directory of the project.
   *
   * @param dotCodexFolder absolute path
   */
  @Variant("project")
  record Project(@AbsolutePathBuf String dotCodexFolder) implements ConfigLayerSource {}

  /** Command line and request overrides. */
  @Variant("sessionFlags")
  record SessionFlags() implements ConfigLayerSource {}

  /** Older managed settings, from a file. */
  @Variant("legacyManagedConfigTomlFromFile")
  record LegacyManagedConfigTomlFromFile(@AbsolutePathBuf String file)
      implements ConfigLayerSource {}

  /** Older managed settings, from device management. */
  @Variant("legacyManagedConfigTomlFromMdm")
  record LegacyManagedConfigTomlFromMdm() implements ConfigLayerSource {}
}
