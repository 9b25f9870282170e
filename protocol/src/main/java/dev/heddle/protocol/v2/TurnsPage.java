package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of turns.
 *
 * @param nextCursor where the next page begins, or null on the last one
 * @param backwardsCursor where to begin reading in the opposite direction, or null on an empty page
 */
public record TurnsPage(
    List<Turn> data, @Nullable String nextCursor, @Nullable String backwardsCursor) {}
