package dev.heddle.protocol.v2;

/** Answer to {@code thread/section/move}: empty. */
public record ThreadSectionMoveResponse() {}
