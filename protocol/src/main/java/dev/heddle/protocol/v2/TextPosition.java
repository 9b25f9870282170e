package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1
 */
public record TextPosition(@Unsigned(64) long line, @Unsigned(64) long column) {}
