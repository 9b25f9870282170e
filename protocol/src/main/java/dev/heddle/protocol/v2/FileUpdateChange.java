package dev.heddle.protocol.v2;

/**
 * A change to one file.
 *
 * @param path absolute
 * @param diff whole text for add and delete, hunks without file header for update
 */
public record FileUpdateChange(String path, PatchChangeKind kind, String diff) {}
