package dev.heddle.server.store.journal;

/**
 * How much may wait to be stored before a log takes no new work. What belongs to work that has
 * begun is always taken.
 *
 * @param maxRecords records of one thread
 * @param maxBytes their size, roughly
 */
public record Backlog(int maxRecords, long maxBytes) {
  /** What applies unless configured. */
  public static final Backlog DEFAULT = new Backlog(10_000, 64L << 20);

  boolean full(long records, long bytes) {
    return records >= maxRecords || bytes >= maxBytes;
  }
}
