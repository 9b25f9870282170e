package dev.heddle.protocol.v2;

/**
 * Answer to {@code currentTime/read}: the time.
 *
 * @param currentTimeAt unix seconds
 */
public record CurrentTimeReadResponse(long currentTimeAt) {}
