package dev.heddle.protocol.v2;

/** Answer to {@code config/mcpServer/reload}: empty. */
public record McpServerRefreshResponse() {}
