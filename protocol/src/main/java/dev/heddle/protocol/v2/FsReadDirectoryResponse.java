package dev.heddle.protocol.v2;

import java.util.List;

/**
 * Result of {@code fs/readDirectory}.
 *
 * @param entries what is directly in the folder, in no order; links to nothing are left out
 */
public record FsReadDirectoryResponse(List<FsReadDirectoryEntry> entries) {}
