package dev.heddle.protocol.v2;

/**
 * Answer to {@code thread/backgroundTerminals/terminate}.
 *
 * @param terminated whether there was such a process; if so, it is gone now
 */
public record ThreadBackgroundTerminalsTerminateResponse(boolean terminated) {}
