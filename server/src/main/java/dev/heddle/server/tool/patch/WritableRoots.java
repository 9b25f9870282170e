package dev.heddle.server.tool.patch;

import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.server.sandbox.ProtectedPaths;
import dev.heddle.server.sandbox.Sandbox;
import dev.heddle.server.thread.TurnSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where files may be changed without asking, as a sandbox policy says.
 *
 * <p>What steers tools and agents ({@code .git} with its hooks, settings of agents) is left out,
 * wherever it is below a root: also in repositories inside of the workspace, and in those that a
 * file {@code .git} or a link in there leads to (see {@link ProtectedPaths}).
 */
final class WritableRoots {
  private final boolean everything;
  private final List<Path> roots;
  private final Set<Path> kept;

  private WritableRoots(boolean everything, List<Path> roots) {
    this.everything = everything;
    this.roots = roots;
    this.kept = ProtectedPaths.below(roots);
  }

  static WritableRoots of(TurnSettings settings) {
    return of(settings.sandboxPolicy(), settings.cwd(), settings.workspaceRoots(), System.getenv());
  }

  /** The same of what matters in the settings. */
  static WritableRoots of(
      SandboxPolicy sandboxPolicy,
      String cwd,
      List<String> workspaceRoots,
      Map<String, String> environment) {
    return switch (sandboxPolicy) {
      case SandboxPolicy.DangerFullAccess all -> new WritableRoots(true, List.of());
      case SandboxPolicy.ExternalSandbox outer -> new WritableRoots(true, List.of());
      case SandboxPolicy.ReadOnly none -> new WritableRoots(false, List.of());
      case SandboxPolicy.WorkspaceWrite policy ->
          new WritableRoots(false, Sandbox.roots(policy, cwd, workspaceRoots, environment));
    };
  }

  /** Whether this file may be changed; {@code target} is absolute and without links. */
  boolean hold(Path target) {
    return everything || roots.stream().anyMatch(root -> holds(root, target));
  }

  private boolean holds(Path root, Path target) {
    if (!target.startsWith(root) || target.equals(root)) {
      return false;
    }
    for (Path part : root.relativize(target)) {
      // Some file systems do not tell .GIT from .git.
      if (Sandbox.PROTECTED.stream().anyMatch(part.toString()::equalsIgnoreCase)) {
        return false;
      }
    }
    return kept.stream()
        .noneMatch(path -> target.startsWith(path) && path.startsWith(root) && !path.equals(root));
  }
}
