package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of {@code fs/remove}.
 *
 * @param path absolute path; a link is removed, not what it leads to
 * @param recursive whether a folder goes with all that is in it; null means true
 * @param force whether a path that is not there is fine; null means true
 */
public record FsRemoveParams(
    @AbsolutePathBuf String path, @Nullable Boolean recursive, @Nullable Boolean force) {}
