package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of {@code review/start}: what to review.
 *
 * @param delivery null for inline
 */
public record ReviewStartParams(
    String threadId, ReviewTarget target, @Nullable ReviewDelivery delivery) implements OnThread {}
