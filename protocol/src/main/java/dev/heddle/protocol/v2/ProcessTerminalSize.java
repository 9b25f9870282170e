package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;

/** Size of a terminal in characters. */
public record ProcessTerminalSize(@Unsigned(16) int rows, @Unsigned(16) int cols) {}
