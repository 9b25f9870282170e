package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * How a client should show a moderated message.
 *
 * @param blockType null when nothing is hidden
 */
public record AgentMessageDisplay(
    String action,
    @Nullable String blockType,
    @Nullable Boolean cyberTrustedAccess,
    @Nullable Boolean checkTrustedContacts) {}
