package dev.heddle.protocol.v2;

import java.util.List;

/**
 * Params of {@code fs/changed}.
 *
 * @param watchId the watch
 * @param changedPaths absolute paths that were created, changed or removed, sorted: the watched
 *     file, or what is directly in the watched folder
 */
public record FsChangedNotification(String watchId, List<@AbsolutePathBuf String> changedPaths) {}
