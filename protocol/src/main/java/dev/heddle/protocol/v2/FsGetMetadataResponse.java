package dev.heddle.protocol.v2;

/**
 * Result of {@code fs/getMetadata}. Links are followed, but for {@code isSymlink}.
 *
 * @param isDirectory whether it is a folder
 * @param isFile whether it is a regular file
 * @param isSymlink whether the path itself is a symbolic link
 * @param createdAtMs Unix time in milliseconds; 0 where the system does not keep it
 * @param modifiedAtMs Unix time in milliseconds
 */
public record FsGetMetadataResponse(
    boolean isDirectory, boolean isFile, boolean isSymlink, long createdAtMs, long modifiedAtMs) {}
