package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code project/list}: a page of projects.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
public record ProjectListResponse(List<Project> data, @Nullable String nextCursor) {}
