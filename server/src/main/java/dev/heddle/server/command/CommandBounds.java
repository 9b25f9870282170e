package dev.heddle.server.command;

/**
 * How much the commands of clients may keep in memory. They may run for ever, so what is beyond is
 * refused: it does not wait.
 *
 * @param commands how many run at once; at least 1
 * @param unreadBytes input of all of them that waits to be read, in bytes; at least 1
 */
public record CommandBounds(int commands, int unreadBytes) {
  private static final int MOST_COMMANDS = 256;
  private static final int MOST_UNREAD_BYTES = 64 << 20;

  /** Heap for a command: the beginnings of its two streams, unless it asks for more of them. */
  private static final long COMMAND_BYTES = 4L << 20;

  private static final long HEAP_PARTS = 16;

  public CommandBounds {
    if (commands < 1 || unreadBytes < 1) {
      throw new IllegalArgumentException("a bound below 1 lets nothing through");
    }
  }

  /**
   * What applies in a JVM with this heap.
   *
   * @param maxHeapBytes as {@link Runtime#maxMemory}
   */
  public static CommandBounds forHeap(long maxHeapBytes) {
    return new CommandBounds(
        Math.clamp(maxHeapBytes / COMMAND_BYTES, 1, MOST_COMMANDS),
        Math.clamp(maxHeapBytes / HEAP_PARTS, 1, MOST_UNREAD_BYTES));
  }
}
