package dev.heddle.protocol.v2;

/** Answer to {@code thread/rollback}: the thread with the turns that are left. */
public record ThreadRollbackResponse(ApiThread thread) {}
