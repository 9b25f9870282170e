package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Required;
import org.jspecify.annotations.Nullable;

/**
 * Params of the notification {@code thread/section/changed}: a thread moved to another section.
 *
 * @param sectionId null when it left its section
 */
public record ThreadSectionChangedNotification(
    String threadId, @Required @Nullable String sectionId) {}
