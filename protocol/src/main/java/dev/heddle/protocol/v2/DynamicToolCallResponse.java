package dev.heddle.protocol.v2;

import java.util.List;

/** Answer to {@code item/tool/call}: what the tool returned. */
public record DynamicToolCallResponse(
    List<DynamicToolCallOutputContentItem> contentItems, boolean success) {}
