package dev.heddle.protocol.v2;

/** Answer to {@code thread/shellCommand}: empty; the work shows as a turn. */
public record ThreadShellCommandResponse() {}
