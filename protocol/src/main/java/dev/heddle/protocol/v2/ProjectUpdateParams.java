package dev.heddle.protocol.v2;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code project/update}: facts of a project to change; absent members stay.
 *
 * @param name null keeps it
 * @param roots all its directories from now on, each once; null keeps them
 * @param metadata all its data from now on; null keeps them
 */
public record ProjectUpdateParams(
    String projectId,
    @Nullable String name,
    @Nullable List<ProjectRoot> roots,
    @Nullable Map<String, String> metadata) {}
