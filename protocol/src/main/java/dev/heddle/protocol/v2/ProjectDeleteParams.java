package dev.heddle.protocol.v2;

/** Params of {@code project/delete}: a project to remove; its threads stay, in none. */
public record ProjectDeleteParams(String projectId) {}
