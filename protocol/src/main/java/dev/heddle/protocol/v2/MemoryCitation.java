package dev.heddle.protocol.v2;

import java.util.List;

/**
 * Memories that an answer drew on.
 *
 * @param threadIds threads the memories came from
 */
public record MemoryCitation(List<MemoryCitationEntry> entries, List<String> threadIds) {}
