package dev.heddle.server.sandbox;

import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bubblewrap, where it works: runs commands that can write only where their policy says.
 *
 * <p>A sandboxed command sees the whole file system read-only, writable roots on top, and in each
 * of those, and in repositories a few folders below them, what steers tools ({@code .git}, {@code
 * .codex}, {@code .agents}, {@code .heddle}) read-only again, so that it cannot plant a hook that
 * runs outside later (see {@link ProtectedPaths}). In the roots of the workspace that is so for
 * what is not there, too (see {@link Placeholders}), so that {@code git init} needs the user's
 * word; in a folder below them a command may make a repository of its own. It has processes of its
 * own, and the network only where the policy grants it. Roots are bound by their real paths: a link
 * in them leads to what is outside, and that is read-only.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class Sandbox {
  /** What steers tools and agents; not written to, though it is below a writable root. */
  public static final List<String> PROTECTED = List.of(".git", ".codex", ".agents", ".heddle");

  private static final Log LOG = Log.of(Sandbox.class);
  private static final int PROBE_SECONDS = 5;
  private static final List<Path> FOLDERS = List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"));

  private final @Nullable Path program;
  private final String problem;
  private final Placeholders placeholders = new Placeholders();

  private Sandbox(@Nullable Path program, String problem) {
    this.program = program;
    this.problem = problem;
  }

  /** Looks for bubblewrap and runs it once. */
  public static Sandbox find() {
    return find(FOLDERS);
  }

  static Sandbox find(List<Path> folders) {
    for (Path folder : folders) {
      Path program = folder.resolve("bwrap");
      if (Files.isExecutable(program)) {
        String problem = probe(program);
        return problem.isEmpty() ? new Sandbox(program, "") : none(problem);
      }
    }
    return none("bubblewrap (bwrap) is not installed");
  }

  /** A machine without one. */
  public static Sandbox none(String problem) {
    return new Sandbox(null, problem);
  }

  /** Whether commands can be confined here. */
  public boolean available() {
    return program != null;
  }

  /** Why not; empty when they can. */
  public String problem() {
    return problem;
  }

  /** Whether the policy confines commands at all. */
  public static boolean confines(SandboxPolicy policy) {
    return policy instanceof SandboxPolicy.ReadOnly
        || policy instanceof SandboxPolicy.WorkspaceWrite;
  }

  /**
   * A command in the sandbox.
   *
   * @param argv what to start
   * @param afterwards to be run once: when it has ended, or was not started
   */
  public record Confined(List<String> argv, Runnable afterwards) {}

  /**
   * The command, confined.
   *
   * @param cwd the workspace where there are no {@code workspaceRoots}
   * @param workspaceRoots the directories of the workspace, writable where the policy says so
   * @param directory where it runs
   * @throws IllegalStateException when there is no sandbox, or the policy asks for none
   */
  public Confined confine(
      SandboxPolicy policy,
      String cwd,
      List<String> workspaceRoots,
      String directory,
      Map<String, String> environment,
      List<String> argv) {
    if (program == null || !confines(policy)) {
      throw new IllegalStateException("nothing to confine with, or to");
    }
    List<String> wrapped = new ArrayList<>(List.of(program.toString()));
    wrapped.addAll(List.of("--ro-bind", "/", "/", "--dev", "/dev", "--unshare-pid"));
    wrapped.addAll(List.of("--proc", "/proc"));
    boolean network = false;
    List<Path> taken = new ArrayList<>();
    if (policy instanceof SandboxPolicy.WorkspaceWrite workspace) {
      network = workspace.networkAccess();
      for (Path root : workspace(workspace, cwd, workspaceRoots)) {
        PROTECTED.stream().map(root::resolve).filter(placeholders::take).forEach(taken::add);
      }
      List<Path> roots = roots(workspace, cwd, workspaceRoots, environment);
      wrapped.addAll(Mounts.of(roots, ProtectedPaths.below(roots)));
    } else if (policy instanceof SandboxPolicy.ReadOnly readOnly) {
      network = readOnly.networkAccess();
    }
    if (!network) {
      wrapped.add("--unshare-net");
      Path filter = SocketFilter.file();
      if (filter != null) {
        wrapped.addAll(List.of("--seccomp", "9"));
        wrapped.addAll(
            0, List.of("/bin/sh", "-c", "exec 9<\"$0\"; exec \"$@\"", filter.toString()));
      }
    }
    wrapped.addAll(List.of("--chdir", directory, "--"));
    wrapped.addAll(argv);
    return new Confined(wrapped, () -> taken.forEach(placeholders::release));
  }

  /**
   * The directories that may be written to, by their real paths; those that do not exist left out.
   */
  public static List<Path> roots(
      SandboxPolicy.WorkspaceWrite policy,
      String cwd,
      List<String> workspaceRoots,
      Map<String, String> environment) {
    Set<Path> roots = workspace(policy, cwd, workspaceRoots);
    if (!policy.excludeSlashTmp()) {
      addReal(roots, "/tmp");
    }
    String tmpdir = environment.get("TMPDIR");
    if (!policy.excludeTmpdirEnvVar() && tmpdir != null && !tmpdir.isEmpty()) {
      addReal(roots, tmpdir);
    }
    return List.copyOf(roots);
  }

  /** Of these, those that are no temporary folders. */
  private static Set<Path> workspace(
      SandboxPolicy.WorkspaceWrite policy, String cwd, List<String> workspaceRoots) {
    Set<Path> roots = new LinkedHashSet<>();
    if (workspaceRoots.isEmpty()) {
      addReal(roots, cwd);
    }
    workspaceRoots.forEach(root -> addReal(roots, root));
    policy.writableRoots().forEach(root -> addReal(roots, root));
    return roots;
  }

  private static void addReal(Set<Path> roots, String name) {
    try {
      Path real = Path.of(name).toRealPath();
      if (Files.isDirectory(real)) {
        roots.add(real);
      }
    } catch (IOException | InvalidPathException e) {
      LOG.info("a writable directory does not exist");
    }
  }

  /** Runs it as a command would be run; empty when that works. */
  private static String probe(Path program) {
    try {
      Process process =
          new ProcessBuilder(
                  program.toString(),
                  "--ro-bind",
                  "/",
                  "/",
                  "--dev",
                  "/dev",
                  "--unshare-pid",
                  "--proc",
                  "/proc",
                  "--unshare-net",
                  "--",
                  "/bin/sh",
                  "-c",
                  "exit 0")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "bubblewrap hangs here";
      }
      return process.exitValue() == 0
          ? ""
          : "bubblewrap does not work here (this system may forbid user namespaces)";
    } catch (IOException e) {
      return "bubblewrap cannot be started: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
