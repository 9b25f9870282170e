package dev.heddle.protocol.v2;

/** A rule for a set of paths. */
public record FileSystemSandboxEntry(FileSystemPath path, FileSystemAccessMode access) {}
