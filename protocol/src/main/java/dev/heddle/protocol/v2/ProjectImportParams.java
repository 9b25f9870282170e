package dev.heddle.protocol.v2;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code project/import}: a project to add together with its threads, all or nothing.
 *
 * @param roots its directories, each once
 * @param metadata null for none
 * @param threads stored threads, each once, whatever project they are in; null for none
 * @param idempotencyKey a request with the key of an earlier one gets the project of that one, and
 *     moves no thread
 */
public record ProjectImportParams(
    String name,
    List<ProjectRoot> roots,
    @Nullable Map<String, String> metadata,
    @Nullable List<String> threads,
    String idempotencyKey) {}
