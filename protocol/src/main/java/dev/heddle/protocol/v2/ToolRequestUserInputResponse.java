package dev.heddle.protocol.v2;

import java.util.Map;

/** Answer to {@code item/tool/requestUserInput}: the answers by question id. */
public record ToolRequestUserInputResponse(Map<String, ToolRequestUserInputAnswer> answers) {}
