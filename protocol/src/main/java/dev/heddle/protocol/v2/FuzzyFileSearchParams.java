package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code fuzzyFileSearch}: one search for files by parts of their path.
 *
 * @param query parts separated by spaces, all of which must match; {@code 'part} stands for itself
 *     without gaps, {@code ^part} for the beginning, {@code part$} for the end, {@code !part} for
 *     its absence
 * @param roots absolute paths of the folders to search
 * @param cancellationToken a search ends an earlier one with the same token, which then finds
 *     nothing; null for a search that none ends
 */
public record FuzzyFileSearchParams(
    String query, List<String> roots, @Nullable String cancellationToken) {}
