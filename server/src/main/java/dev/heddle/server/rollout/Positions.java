package dev.heddle.server.rollout;

/**
 * Where the records of a history are, as one goes through it: their ordinals, or their indexes
 * where none has one. A record without an ordinal in a history of ordinals is where the newest one
 * is: it belongs to what was recorded by then, and moves nothing.
 *
 * <p><b>Thread-safety:</b> none; one thread at a time.
 */
public final class Positions {
  private long newest = -1;
  private boolean numbered;

  /** Where the next record is. */
  public long next(RolloutRecord record) {
    if (record.ordinal() != RolloutRecord.NO_ORDINAL) {
      numbered = true;
      newest = record.ordinal();
    } else if (!numbered) {
      newest++;
    }
    return newest;
  }

  /** Where the newest record is; -1 when there was none. */
  public long newest() {
    return newest;
  }
}
