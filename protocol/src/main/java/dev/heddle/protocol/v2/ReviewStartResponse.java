package dev.heddle.protocol.v2;

/**
 * Answer to {@code review/start}: the turn that reviews.
 *
 * @param reviewThreadId thread the review runs in
 */
public record ReviewStartResponse(Turn turn, String reviewThreadId) {}
