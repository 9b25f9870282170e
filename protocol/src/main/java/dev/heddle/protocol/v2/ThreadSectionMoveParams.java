package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Required;
import dev.heddle.protocol.rpc.Settable;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/section/move}: where a thread belongs in the sidebar.
 *
 * @param sectionId section to put it in, null for none
 * @param beforeThreadId thread to put it before; null for the end
 */
public record ThreadSectionMoveParams(
    String threadId, @Required Settable<String> sectionId, @Nullable String beforeThreadId)
    implements OnThread {}
