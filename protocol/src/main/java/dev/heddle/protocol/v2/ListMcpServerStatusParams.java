package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code mcpServerStatus/list}: a page of MCP servers.
 *
 * @param cursor where to continue, from an earlier page of the same list; null for the first page
 * @param limit page size; null for the default
 * @param detail null for full
 * @param threadId whose servers to list, or null
 * @param serverName only this one; null for all
 */
public record ListMcpServerStatusParams(
    @Nullable String cursor,
    @Unsigned @Nullable Integer limit,
    @Nullable McpServerStatusDetail detail,
    @Nullable String threadId,
    @Nullable String serverName) {}
