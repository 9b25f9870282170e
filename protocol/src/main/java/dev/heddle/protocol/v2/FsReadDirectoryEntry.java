package dev.heddle.protocol.v2;

/**
 * An entry of a folder. Links are followed.
 *
 * @param fileName its name, without the folder
 * @param isDirectory whether it is a folder
 * @param isFile whether it is a regular file
 */
public record FsReadDirectoryEntry(String fileName, boolean isDirectory, boolean isFile) {}
