package dev.heddle.server.config;

import java.util.List;

/**
 * What {@code workspace-write} allows beyond the working directory: the table {@code
 * sandbox_workspace_write}.
 *
 * @param writableRoots more directories, absolute
 * @param networkAccess whether commands may use the network
 * @param excludeTmpdirEnvVar whether {@code $TMPDIR} is not writable
 * @param excludeSlashTmp whether {@code /tmp} is not writable
 */
public record WorkspaceWrite(
    List<String> writableRoots,
    boolean networkAccess,
    boolean excludeTmpdirEnvVar,
    boolean excludeSlashTmp) {}
