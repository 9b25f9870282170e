package dev.heddle.server.turn;

/**
 * How much of one message of a user, or of one output, the model is shown. It is one record: the
 * journal writes it, and whoever continues the thread reads it, in one piece.
 *
 * @param pictureBytes its pictures, as they are in the record; those beyond are named, not shown
 */
public record MessageBounds(long pictureBytes) {
  private static final long PICTURE_BYTES = 64L << 20;

  /** Room for the files and their text, the line, and the request to the model. */
  private static final long HEAP_PARTS = 16;

  public MessageBounds {
    if (pictureBytes < 0) {
      throw new IllegalArgumentException("less than no pictures");
    }
  }

  /**
   * What applies in a JVM with this heap.
   *
   * @param maxHeapBytes as {@link Runtime#maxMemory}
   */
  public static MessageBounds forHeap(long maxHeapBytes) {
    return new MessageBounds(Math.min(PICTURE_BYTES, maxHeapBytes / HEAP_PARTS));
  }
}
