package dev.heddle.protocol.v2;

/** Instruction that lets a stopped thread go on. */
public record MisalignmentSteer(String message) {}
