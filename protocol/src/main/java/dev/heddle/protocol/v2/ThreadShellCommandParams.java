package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/shellCommand}: a command the user runs in a thread.
 *
 * @param timeoutMs milliseconds; null for the default
 */
public record ThreadShellCommandParams(String threadId, String command, @Nullable Long timeoutMs)
    implements OnThread {}
