package dev.heddle.protocol.v2;

/**
 * Params of {@code command/exec/resize}.
 *
 * @param size the new one
 */
public record CommandExecResizeParams(String processId, CommandExecTerminalSize size) {}
