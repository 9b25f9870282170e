package dev.heddle.protocol.v2;

/** Answer to {@code thread/inject_items}: empty. */
public record ThreadInjectItemsResponse() {}
