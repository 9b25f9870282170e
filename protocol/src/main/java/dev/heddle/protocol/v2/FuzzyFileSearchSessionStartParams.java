package dev.heddle.protocol.v2;

import java.util.List;

/**
 * Params of {@code fuzzyFileSearch/sessionStart}: files are looked for once and searched as often
 * as the query changes.
 *
 * @param sessionId chosen by the client; a session that has it ends
 * @param roots absolute paths of the folders to search
 */
public record FuzzyFileSearchSessionStartParams(String sessionId, List<String> roots) {}
