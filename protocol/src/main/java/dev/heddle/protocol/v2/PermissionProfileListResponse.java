package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code permissionProfile/list}: a page of named permissions.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
public record PermissionProfileListResponse(
    List<PermissionProfileSummary> data, @Nullable String nextCursor) {}
