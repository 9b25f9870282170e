package dev.heddle.protocol.rpc;

/** The params of a method that takes none: absent, {@code null} or an empty object on the wire. */
public record NoParams() {}
