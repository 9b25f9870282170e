package dev.heddle.protocol.v2;

/** Params of {@code command/exec/terminate}. */
public record CommandExecTerminateParams(String processId) {}
