package dev.heddle.protocol.v2;

/** A part of a file. */
public record TextRange(TextPosition start, TextPosition end) {}
