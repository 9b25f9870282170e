package dev.heddle.protocol.v2;

/**
 * Params of {@code fs/unwatch}.
 *
 * @param watchId a watch of this connection; one that is not there is fine
 */
public record FsUnwatchParams(String watchId) {}
