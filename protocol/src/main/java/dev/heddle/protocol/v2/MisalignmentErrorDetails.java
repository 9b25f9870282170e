package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Public explanation of a stopped turn; members are null when not given.
 *
 * @param steer what to send to go on
 * @param reviewTarget what was judged
 */
public record MisalignmentErrorDetails(
    @Nullable String errorType,
    @Nullable String detailedExplanation,
    @Nullable MisalignmentSteer steer,
    @Nullable String reviewTarget) {}
