package dev.heddle.protocol.v2;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code project/create}: a project to add.
 *
 * @param roots its directories, each once
 * @param metadata null for none
 * @param idempotencyKey a request with the key of an earlier one gets the project of that one
 */
public record ProjectCreateParams(
    String name,
    List<ProjectRoot> roots,
    @Nullable Map<String, String> metadata,
    String idempotencyKey) {}
