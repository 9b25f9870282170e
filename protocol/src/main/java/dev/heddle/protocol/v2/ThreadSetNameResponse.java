package dev.heddle.protocol.v2;

/** Answer to {@code thread/name/set}: empty. */
public record ThreadSetNameResponse() {}
