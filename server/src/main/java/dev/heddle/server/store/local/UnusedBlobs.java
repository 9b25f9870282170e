package dev.heddle.server.store.local;

/**
 * Blobs that no line names, as after threads were deleted.
 *
 * @param count how many, without those that are too young to tell
 * @param bytes what they take
 * @param removed whether they were removed
 */
public record UnusedBlobs(int count, long bytes, boolean removed) {
  static final UnusedBlobs NONE = new UnusedBlobs(0, 0, false);
}
