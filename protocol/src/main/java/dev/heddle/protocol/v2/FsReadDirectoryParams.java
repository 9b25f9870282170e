package dev.heddle.protocol.v2;

/**
 * Params of {@code fs/readDirectory}.
 *
 * @param path absolute path of a folder
 */
public record FsReadDirectoryParams(@AbsolutePathBuf String path) {}
