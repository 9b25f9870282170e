package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of {@code project/move}: a project to put elsewhere among the others.
 *
 * @param beforeProjectId the project to put it before; null for the end
 */
public record ProjectMoveParams(String projectId, @Nullable String beforeProjectId) {}
