package dev.heddle.protocol.v2;

/** A preset with the settings it applies. */
public record CollaborationMode(ModeKind mode, Settings settings) {}
