package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of the notification {@code mcpServer/startupStatus/updated}: an MCP server is starting,
 * ready or failed.
 *
 * @param threadId null when shared
 * @param error null unless it failed
 * @param failureReason null unless a client can help
 */
public record McpServerStatusUpdatedNotification(
    @Nullable String threadId,
    String name,
    McpServerStartupState status,
    @Nullable String error,
    @Nullable McpServerStartupFailureReason failureReason) {}
