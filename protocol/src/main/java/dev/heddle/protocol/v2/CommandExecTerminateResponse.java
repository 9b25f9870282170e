package dev.heddle.protocol.v2;

/** Result of {@code command/exec/terminate}; empty. */
public record CommandExecTerminateResponse() {}
