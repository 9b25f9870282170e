package dev.heddle.protocol.v2;

/**
 * A directory of a project.
 *
 * @param path it need not exist
 */
public record ProjectRoot(@AbsolutePathBuf String path) {}
