package dev.heddle.protocol.v2;

/** Answer to {@code project/move}. */
public record ProjectMoveResponse() {}
