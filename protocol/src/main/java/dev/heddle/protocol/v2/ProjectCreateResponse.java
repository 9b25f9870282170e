package dev.heddle.protocol.v2;

/** Answer to {@code project/create}: the project of the request's key. */
public record ProjectCreateResponse(Project project) {}
