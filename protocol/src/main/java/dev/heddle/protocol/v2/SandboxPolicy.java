package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Variant;
import java.util.List;

/** What commands may do without asking. */
@TaggedUnion
public sealed interface SandboxPolicy {
  /** Everything. */
  @Variant("dangerFullAccess")
  record DangerFullAccess() implements SandboxPolicy {}

  /** Read files. */
  @Variant("readOnly")
  record ReadOnly(@Defaulted boolean networkAccess) implements SandboxPolicy {}

  /** What a sandbox around the server allows. */
  @Variant("externalSandbox")
  record ExternalSandbox(@Defaulted NetworkAccess networkAccess) implements SandboxPolicy {}

  /**
   * Read files, and write below the workspace.
   *
   * @param writableRoots further absolute directories
   * @param excludeTmpdirEnvVar whether {@code TMPDIR} is not writable
   * @param excludeSlashTmp whether {@code /tmp} is not writable
   */
  @Variant("workspaceWrite")
  record WorkspaceWrite(
      @Defaulted List<@AbsolutePathBuf String> writableRoots,
      @Defaulted boolean networkAccess,
      @Defaulted boolean excludeTmpdirEnvVar,
      @Defaulted boolean excludeSlashTmp)
      implements SandboxPolicy {}
}
