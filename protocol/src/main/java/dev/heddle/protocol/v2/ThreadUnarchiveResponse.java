package dev.heddle.protocol.v2;

/** Answer to {@code thread/unarchive}: the thread, not loaded. */
public record ThreadUnarchiveResponse(ApiThread thread) {}
