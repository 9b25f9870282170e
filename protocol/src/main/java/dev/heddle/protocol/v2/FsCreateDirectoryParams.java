package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of {@code fs/createDirectory}.
 *
 * @param path absolute path
 * @param recursive whether folders above it are created too, and one that exists is good enough;
 *     null means true
 */
public record FsCreateDirectoryParams(@AbsolutePathBuf String path, @Nullable Boolean recursive) {}
