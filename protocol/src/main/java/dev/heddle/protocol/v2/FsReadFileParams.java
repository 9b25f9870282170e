package dev.heddle.protocol.v2;

/**
 * Params of {@code fs/readFile}.
 *
 * @param path absolute path of a file, or of a link to one
 */
public record FsReadFileParams(@AbsolutePathBuf String path) {}
