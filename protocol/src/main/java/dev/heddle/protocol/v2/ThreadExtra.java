package dev.heddle.protocol.v2;

/** Room for data of other implementations. */
public record ThreadExtra() {}
