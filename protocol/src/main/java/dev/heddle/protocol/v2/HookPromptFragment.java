package dev.heddle.protocol.v2;

/**
 * Text that a hook added to the prompt.
 *
 * @param hookRunId run that produced it
 */
public record HookPromptFragment(String text, String hookRunId) {}
