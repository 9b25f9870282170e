package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.SandboxMode;
import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.config.WorkspaceWrite;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox policies that the configuration and requests speak of: whole, by their mode, or by
 * the name of a permission profile, of which there are only built-in ones.
 */
final class SandboxPolicies {
  private static final String READ_ONLY_PROFILE = ":read-only";
  private static final String WORKSPACE_PROFILE = ":workspace";
  private static final String FULL_ACCESS_PROFILE = ":danger-full-access";

  private SandboxPolicies() {}

  /** The configured one. */
  static SandboxPolicy configured(ServerConfig config) {
    return switch (config.sandboxMode()) {
      case READ_ONLY -> new SandboxPolicy.ReadOnly(false);
      case WORKSPACE_WRITE -> workspaceWrite(config);
      case DANGER_FULL_ACCESS -> new SandboxPolicy.DangerFullAccess();
    };
  }

  /** What a request asks for by a mode or a profile; null for nothing. */
  static @Nullable SandboxPolicy asked(
      ServerConfig config, @Nullable SandboxMode mode, @Nullable String profile) {
    if (mode == null) {
      return profile == null ? null : ofProfile(config, profile);
    }
    return switch (mode) {
      case READ_ONLY -> new SandboxPolicy.ReadOnly(false);
      case WORKSPACE_WRITE -> workspaceWrite(config);
      case DANGER_FULL_ACCESS -> new SandboxPolicy.DangerFullAccess();
    };
  }

  /** What a request asks for by a policy or a profile; null for nothing. */
  static @Nullable SandboxPolicy asked(
      ServerConfig config, @Nullable SandboxPolicy policy, @Nullable String profile) {
    return profile == null ? checked(policy) : ofProfile(config, profile);
  }

  /** The same policy; one with directories that are not absolute is refused. */
  static @Nullable SandboxPolicy checked(@Nullable SandboxPolicy policy) {
    if (policy instanceof SandboxPolicy.WorkspaceWrite write) {
      write.writableRoots().forEach(AbsolutePath::of);
    }
    return policy;
  }

  /** The one of a profile that a command is to run with. */
  static SandboxPolicy ofCommand(ServerConfig config, String profile) {
    try {
      return ofProfile(config, profile);
    } catch (RpcException e) {
      throw RpcException.invalidRequest(
          "invalid permission profile: default_permissions requires a `[permissions]` table");
    }
  }

  private static SandboxPolicy ofProfile(ServerConfig config, String profile) {
    return switch (profile) {
      case READ_ONLY_PROFILE -> new SandboxPolicy.ReadOnly(false);
      case WORKSPACE_PROFILE -> workspaceWrite(config);
      case FULL_ACCESS_PROFILE -> new SandboxPolicy.DangerFullAccess();
      default ->
          throw ConfigErrors.cannotLoad("default_permissions requires a `[permissions]` table");
    };
  }

  private static SandboxPolicy workspaceWrite(ServerConfig config) {
    WorkspaceWrite write = config.workspaceWrite();
    return new SandboxPolicy.WorkspaceWrite(
        write.writableRoots(),
        write.networkAccess(),
        write.excludeTmpdirEnvVar(),
        write.excludeSlashTmp());
  }
}
