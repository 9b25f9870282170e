package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Unsigned;

/**
 * A range of UTF-16 units in a snippet.
 *
 * @param start first unit
 * @param end one past the last unit
 */
public record ThreadSearchTextRange(@Unsigned int start, @Unsigned int end) {}
