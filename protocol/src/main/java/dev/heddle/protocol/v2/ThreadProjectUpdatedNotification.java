package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Required;
import org.jspecify.annotations.Nullable;

/**
 * Params of the notification {@code thread/project/updated}: a thread belongs to another project.
 *
 * @param projectId null when it belongs to none
 */
public record ThreadProjectUpdatedNotification(
    String threadId, @Required @Nullable String projectId) {}
