package dev.heddle.protocol.v2;

import java.util.List;

/**
 * Answer to {@code thread/items/read}.
 *
 * @param data those of the items that the turn has, oldest first
 */
public record ThreadItemsReadResponse(List<ThreadItemEntry> data) {}
