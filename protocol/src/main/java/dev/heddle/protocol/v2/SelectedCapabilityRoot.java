package dev.heddle.protocol.v2;

/** A directory of capabilities chosen by the host. */
public record SelectedCapabilityRoot(String id, CapabilityRootLocation location) {}
