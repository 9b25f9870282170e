package dev.heddle.protocol.v2;

/** Answer to {@code project/update}: the project afterwards. */
public record ProjectUpdateResponse(Project project) {}
