package dev.heddle.protocol.v2;

/** Params of {@code thread/name/set}: the title to give a thread. */
public record ThreadSetNameParams(String threadId, String name) implements OnThread {}
