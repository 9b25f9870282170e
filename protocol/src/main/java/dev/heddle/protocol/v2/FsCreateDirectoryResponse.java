package dev.heddle.protocol.v2;

/** Result of {@code fs/createDirectory}; empty. */
public record FsCreateDirectoryResponse() {}
