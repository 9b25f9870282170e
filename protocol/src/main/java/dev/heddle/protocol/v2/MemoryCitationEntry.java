package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;

/**
 * Lines of a memory file.
 *
 * @param lineStart first line, from 1
 * @param lineEnd last line
 */
public record MemoryCitationEntry(
    String path, @Unsigned int lineStart, @Unsigned int lineEnd, String note) {}
