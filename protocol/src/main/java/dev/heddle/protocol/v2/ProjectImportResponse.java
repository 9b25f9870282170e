package dev.heddle.protocol.v2;

/** Answer to {@code project/import}: the project of the request's key. */
public record ProjectImportResponse(Project project) {}
