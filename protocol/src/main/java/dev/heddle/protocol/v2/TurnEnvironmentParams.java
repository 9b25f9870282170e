package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place to run commands in.
 *
 * @param cwd absolute working directory
 * @param runtimeWorkspaceRoots null for {@code cwd} alone
 */
public record TurnEnvironmentParams(
    String environmentId,
    @LegacyAppPathString String cwd,
    @Nullable List<@LegacyAppPathString String> runtimeWorkspaceRoots) {}
