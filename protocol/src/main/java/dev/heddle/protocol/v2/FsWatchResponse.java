package dev.heddle.protocol.v2;

/**
 * Result of {@code fs/watch}.
 *
 * @param path what is watched, without {@code .} and {@code ..}
 */
public record FsWatchResponse(@AbsolutePathBuf String path) {}
