package dev.heddle.server.model;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sleeper that does not wait, and writes down how long it should have. */
public final class RecordingSleeper implements Sleeper {
  /** The waits so far. */
  public final List<Duration> waits = new CopyOnWriteArrayList<>();

  @Override
  public void sleep(Duration duration, Cancellation cancellation) throws CancelledException {
    cancellation.check();
    waits.add(duration);
  }
}
