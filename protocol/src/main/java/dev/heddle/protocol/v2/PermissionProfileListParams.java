package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code permissionProfile/list}: a page of named permissions.
 *
 * @param cursor where to continue, from an earlier page of the same list; null for the first page
 * @param limit page size; null for the default
 * @param cwd project directory, or null for none
 */
public record PermissionProfileListParams(
    @Nullable String cursor, @Unsigned @Nullable Integer limit, @Nullable String cwd) {}
