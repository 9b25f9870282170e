package dev.heddle.protocol.v2;

/**
 * Params of {@code fs/watch}.
 *
 * @param watchId chosen by the client, unique on its connection
 * @param path absolute path of a file or folder, which need not exist yet
 */
public record FsWatchParams(String watchId, @AbsolutePathBuf String path) {}
