package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;

/**
 * A range of UTF-8 bytes in a text.
 *
 * @param start first byte
 * @param end one past the last byte
 */
public record ByteRange(@Unsigned(64) long start, @Unsigned(64) long end) {}
