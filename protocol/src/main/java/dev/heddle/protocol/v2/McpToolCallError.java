package dev.heddle.protocol.v2;

/** Failure of an MCP tool. */
public record McpToolCallError(String message) {}
