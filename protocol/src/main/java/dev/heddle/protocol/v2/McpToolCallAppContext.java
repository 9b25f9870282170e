package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/** App behind an MCP tool; members are null when unknown. */
public record McpToolCallAppContext(
    String connectorId,
    @Nullable String linkId,
    @Nullable String resourceUri,
    @Nullable String appName,
    @Nullable String actionName) {}
