package dev.heddle.protocol.v2;

import java.util.List;

/**
 * A place commands run in.
 *
 * @param cwd absolute working directory
 * @param runtimeWorkspaceRoots absolute directories the sandbox treats as the workspace
 */
public record ThreadEnvironment(
    String environmentId,
    @LegacyAppPathString String cwd,
    List<@LegacyAppPathString String> runtimeWorkspaceRoots) {}
