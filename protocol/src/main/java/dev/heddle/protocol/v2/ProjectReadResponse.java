package dev.heddle.protocol.v2;

/** Answer to {@code project/read}. */
public record ProjectReadResponse(Project project) {}
