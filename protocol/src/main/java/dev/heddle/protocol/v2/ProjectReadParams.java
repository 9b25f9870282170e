package dev.heddle.protocol.v2;

/** Params of {@code project/read}: a project to look at. */
public record ProjectReadParams(String projectId) {}
