package dev.heddle.protocol.v2;

import java.util.List;

/**
 * Params of the notification {@code item/fileChange/patchUpdated}: the patch of an item changed
 * while it was written.
 */
public record FileChangePatchUpdatedNotification(
    String threadId, String turnId, String itemId, List<FileUpdateChange> changes) {}
