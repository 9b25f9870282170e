package dev.heddle.server.handler;

/**
 * How much of a thread's history may be in memory at once.
 *
 * @param pageBytes a page of turns or items ends before it would be larger; one row it always has.
 *     A size of stored lines, which the store knows before it reads any of them
 * @param wholeBytes the largest history that is given in one answer, a larger one is only paged;
 *     and the largest row of a page. The same
 * @param conversationChars the longest conversation that is read for a model
 */
public record HistoryBounds(long pageBytes, long wholeBytes, long conversationChars) {
  /** Bytes of a page in a heap that allows it: some screenshots. */
  public static final long PAGE_BYTES = 16L << 20;

  /** An answer takes about five times its size: a line and its tree, the answer and its text. */
  private static final long HEAP_PARTS = 8;

  /** Of the heap, what one conversation may take. */
  private static final long CONVERSATIONS_IN_HEAP = 4;

  /** As many pages as the heap has room for are made at once. */
  private static final long PAGES_IN_HEAP = 64;

  public HistoryBounds {
    if (pageBytes < 1 || wholeBytes < 1 || conversationChars < 1) {
      throw new IllegalArgumentException("a bound below 1 lets nothing through");
    }
  }

  /**
   * What applies in a JVM with this heap.
   *
   * @param maxHeapBytes as {@link Runtime#maxMemory}
   */
  public static HistoryBounds forHeap(long maxHeapBytes) {
    return new HistoryBounds(
        Math.clamp(maxHeapBytes / PAGES_IN_HEAP, 1, PAGE_BYTES),
        Math.max(1, maxHeapBytes / HEAP_PARTS),
        Math.max(1, maxHeapBytes / CONVERSATIONS_IN_HEAP));
  }
}
