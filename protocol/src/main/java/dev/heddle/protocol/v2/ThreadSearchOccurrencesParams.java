package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/searchOccurrences}: places in one thread that contain a term.
 *
 * @param cursor where to continue, from an earlier page of the same list; null for the first page
 * @param limit page size; null for the default
 */
public record ThreadSearchOccurrencesParams(
    String threadId, String searchTerm, @Nullable String cursor, @Unsigned @Nullable Integer limit)
    implements OnThread {}
