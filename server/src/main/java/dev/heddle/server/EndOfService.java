package dev.heddle.server;

import java.time.Duration;

/** What has to happen before the process may go: by the one that owns the running work. */
@FunctionalInterface
public interface EndOfService {
  /**
   * Stops running turns, writes what they left to the store, and closes it. Called once, when no
   * further request is read; requests that wait for a turn may still be open and are answered by
   * its end.
   *
   * @param patience how long the caller waits; what is not done by then is cut off
   * @return whether all that was accepted is stored
   */
  boolean end(Duration patience) throws InterruptedException;
}
