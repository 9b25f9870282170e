package dev.heddle.protocol.v2;

/** A hook file that could not be read. */
public record HookErrorInfo(String path, String message) {}
