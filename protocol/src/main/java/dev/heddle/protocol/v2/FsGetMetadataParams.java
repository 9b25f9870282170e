package dev.heddle.protocol.v2;

/**
 * Params of {@code fs/getMetadata}.
 *
 * @param path absolute path
 */
public record FsGetMetadataParams(@AbsolutePathBuf String path) {}
