package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * A span of text that stands for something.
 *
 * @param placeholder what to show instead, or null
 */
public record TextElement(ByteRange byteRange, @Nullable String placeholder) {}
