package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.TurnEnvironmentParams;
import dev.heddle.server.config.WorkingDirectory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a request wants commands to run; null keeps. Immutable.
 *
 * @param machine whether there is a machine to run them on
 * @param cwd absolute
 * @param workspaceRoots absolute
 */
record AskedPlace(
    @Nullable Boolean machine, @Nullable String cwd, @Nullable List<String> workspaceRoots) {
  /**
   * What the params say; what they say of an environment goes before what they say in general.
   *
   * @param environments at most the one that there is
   * @param directory what a relative {@code cwd} is relative to
   */
  static AskedPlace of(
      @Nullable List<TurnEnvironmentParams> environments,
      @Nullable String cwd,
      @Nullable List<String> workspaceRoots,
      WorkingDirectory directory) {
    if (workspaceRoots != null) {
      workspaceRoots.forEach(AbsolutePath::of);
      workspaceRoots = absolute(workspaceRoots, directory);
    }
    String general = cwd == null ? null : AbsolutePath.of(directory.workIn(cwd)).toString();
    if (environments == null) {
      return new AskedPlace(null, general, workspaceRoots);
    }
    environments.forEach(AskedPlace::check);
    if (environments.isEmpty()) {
      return new AskedPlace(false, general, null);
    }
    if (environments.size() > 1) {
      throw refused("duplicate turn environment id `" + ThreadViews.LOCAL_ENVIRONMENT + "`");
    }
    TurnEnvironmentParams local = environments.getFirst();
    String place = directory.absolute(local.cwd());
    List<String> roots = local.runtimeWorkspaceRoots();
    return new AskedPlace(true, place, roots == null ? List.of(place) : absolute(roots, directory));
  }

  /** The same directories, each once. */
  private static List<String> absolute(List<String> roots, WorkingDirectory directory) {
    return roots.stream().map(directory::absolute).distinct().toList();
  }

  private static void check(TurnEnvironmentParams environment) {
    if (!environment.environmentId().equals(ThreadViews.LOCAL_ENVIRONMENT)) {
      throw refused("unknown turn environment id `" + environment.environmentId() + "`");
    }
    checkAbsolute("cwd", environment.cwd());
    if (environment.runtimeWorkspaceRoots() != null) {
      environment
          .runtimeWorkspaceRoots()
          .forEach(root -> checkAbsolute("runtime workspace root", root));
    }
  }

  private static void checkAbsolute(String what, String path) {
    if (!WorkingDirectory.isAbsolute(path)) {
      throw refused(
          "invalid "
              + what
              + " for environment `"
              + ThreadViews.LOCAL_ENVIRONMENT
              + "`: path `"
              + path
              + "` does not use absolute POSIX or Windows path syntax");
    }
  }

  private static RpcException refused(String problem) {
    return RpcException.invalidRequest(ErrorKind.INVALID_PARAMS, problem);
  }
}
