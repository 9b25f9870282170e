package dev.heddle.server.files;

/**
 * What is known of a path. Links are followed, but for {@code isSymlink}.
 *
 * @param isDirectory whether it is a folder
 * @param isFile whether it is a regular file
 * @param isSymlink whether the path itself is a symbolic link
 * @param createdAtMs Unix time in milliseconds; 0 where it is not kept
 * @param modifiedAtMs Unix time in milliseconds
 */
public record FileFacts(
    boolean isDirectory, boolean isFile, boolean isSymlink, long createdAtMs, long modifiedAtMs) {}
