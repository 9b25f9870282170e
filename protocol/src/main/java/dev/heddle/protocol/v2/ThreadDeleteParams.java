package dev.heddle.protocol.v2;

/** Params of {@code thread/delete}: the thread to delete for good. */
public record ThreadDeleteParams(String threadId) implements OnThread {}
