package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an MCP server describes itself. */
public record McpServerInfo(
    String name,
    @Nullable String title,
    String version,
    @Nullable String description,
    @Nullable List<JsonElement> icons,
    @Nullable String websiteUrl) {}
