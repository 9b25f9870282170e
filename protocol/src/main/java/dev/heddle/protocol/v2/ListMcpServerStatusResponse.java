package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code mcpServerStatus/list}: a page of MCP servers.
 *
 * @param nextCursor where the next page begins, or null on the last one
 */
public record ListMcpServerStatusResponse(
    List<McpServerStatus> data, @Nullable String nextCursor) {}
