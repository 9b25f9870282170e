package dev.heddle.protocol.v2;

/** Result of {@code command/exec/resize}; empty. */
public record CommandExecResizeResponse() {}
