package dev.heddle.server.tool.patch;

import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.server.thread.TurnSettings;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where files may be changed without asking, as a sandbox policy says.
 *
 * <p>Folders that make programs run what is in them are left out, wherever they are below a root:
 * {@code .git} with its hooks, and those with settings of agents.
 */
final class WritableRoots {
  private static final Set<String> PROTECTED = Set.of(".git", ".codex", ".agents", ".heddle");

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
      case SandboxPolicy.WorkspaceWrite policy -> {
        List<String> names = new ArrayList<>(settings.workspaceRoots());
        if (names.isEmpty()) {
          names.add(settings.cwd());
        }
        names.addAll(policy.writableRoots());
        if (!policy.excludeSlashTmp()) {
          names.add("/tmp");
        }
        String tmpdir = System.getenv("TMPDIR");
        if (!policy.excludeTmpdirEnvVar() && tmpdir != null && !tmpdir.isBlank()) {
          names.add(tmpdir);
        }
        yield new WritableRoots(false, names.stream().flatMap(WritableRoots::real).toList());
      }
    };
  }

  private static Stream<Path> real(String name) {
    try {
      return Stream.of(Path.of(name).toRealPath());
    } catch (IOException | InvalidPathException e) {
      return Stream.empty(); // what is not there holds no files
    }
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
      if (PROTECTED.stream().anyMatch(part.toString()::equalsIgnoreCase)) {
        return false;
      }
    }
    return true;
  }
}
