package dev.heddle.protocol.v2;

/** Note shown with a new model. */
public record ModelAvailabilityNux(String message) {}
