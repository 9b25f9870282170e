package dev.heddle.protocol.v2;

/** A speed tier of a model. */
public record ModelServiceTier(String id, String name, String description) {}
