package dev.heddle.protocol.v2;

/** Params of {@code thread/unarchive}: the archived thread to bring back. */
public record ThreadUnarchiveParams(String threadId) implements OnThread {}
