package dev.heddle.protocol.v2;

/** Params of the notification {@code item/mcpToolCall/progress}: progress of an MCP tool. */
public record McpToolCallProgressNotification(
    String threadId, String turnId, String itemId, String message) {}
