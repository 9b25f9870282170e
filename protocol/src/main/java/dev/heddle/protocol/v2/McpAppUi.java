package dev.heddle.protocol.v2;

/**
 * User interface that comes with a tool.
 *
 * @param resourceUri MCP resource that holds it
 */
public record McpAppUi(String resourceUri, McpAppDisplayMode preferredModelDisplayMode) {}
