package dev.heddle.protocol.v2;

/** Answer to {@code project/delete}. */
public record ProjectDeleteResponse() {}
