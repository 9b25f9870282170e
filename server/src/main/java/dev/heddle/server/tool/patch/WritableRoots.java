package dev.heddle.server.tool.patch;

import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.server.sandbox.Sandbox;
import dev.heddle.server.thread.TurnSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * Where files may be changed without asking, as a sandbox policy says.
 *
 * <p>What steers tools and agents ({@code .git} with its hooks, settings of agents) is left out,
 * wherever it is below a root: also in repositories inside of the workspace.
 */
final class WritableRoots {
  private final boolean everything;
  private final List<Path> roots;

  private WritableRoots(boolean everything, List<Path> roots) {
    this.everything = everything;
    this.roots = roots;
  }

  static WritableRoots of(TurnSettings settings) {
    return switch (settings.sandboxPolicy()) {
      case SandboxPolicy.DangerFullAccess all -> new WritableRoots(true, List.of());
      case SandboxPolicy.ExternalSandbox outer -> new WritableRoots(true, List.of());
      case SandboxPolicy.ReadOnly none -> new WritableRoots(false, List.of());
      case SandboxPolicy.WorkspaceWrite policy ->
          new WritableRoots(
              false,
              Sandbox.roots(policy, settings.cwd(), settings.workspaceRoots(), System.getenv()));
    };
  }

  /** Whether this file may be changed; {@code target} is absolute and without links. */
  boolean hold(Path target) {
    return everything || roots.stream().anyMatch(root -> holds(root, target));
  }

  private static boolean holds(Path root, Path target) {
    if (!target.startsWith(root) || target.equals(root)) {
      return false;
    }
    for (Path part : root.relativize(target)) {
      // Some file systems do not tell .GIT from .git.
      if (Sandbox.PROTECTED.stream().anyMatch(part.toString()::equalsIgnoreCase)) {
        return false;
      }
    }
    return true;
  }
}
