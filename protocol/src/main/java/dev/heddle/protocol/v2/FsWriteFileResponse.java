package dev.heddle.protocol.v2;

/** Result of {@code fs/writeFile}; empty. */
public record FsWriteFileResponse() {}
