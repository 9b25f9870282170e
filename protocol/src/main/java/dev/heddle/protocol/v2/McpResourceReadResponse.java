package dev.heddle.protocol.v2;

import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code mcpServer/resource/read}: the resource.
 *
 * @param contents MCP resource contents
 * @param originCallId always null here
 */
public record McpResourceReadResponse(
    List<@ResourceContent JsonObject> contents, @Nullable String originCallId) {}
