package dev.heddle.protocol.v2;

/** Result of {@code command/exec/write}; empty. */
public record CommandExecWriteResponse() {}
