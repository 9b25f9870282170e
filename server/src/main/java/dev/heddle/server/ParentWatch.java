package dev.heddle.server;

import java.io.File;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Notices that the process which started the server is gone. Usually the end of the input says so
 * first; but another process may hold the other end of that pipe open. In passing it sees to {@link
 * IdleMemory}.
 */
final class ParentWatch implements Runnable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private static final boolean WINDOWS = File.separatorChar == '\\';

  private final AppServer server;
  private final IdleMemory memory = IdleMemory.ofThisProcess();

  ParentWatch(AppServer server) {
    this.server = server;
  }

  /** Waits for the end of the present parent, and then ends the server. */
  @Override
  public void run() {
    Optional<Long> parent = parentId();
    // An orphan gets another parent at once, even if nobody collects the old one.
    while (!isAnother(parent, parentId(), WINDOWS)) {
      LockSupport.parkNanos(PERIOD.toNanos()); // to sleep has a start load classes for its events
      memory.tick();
    }
    server.end("the parent process ended");
  }

  /**
   * Windows gives an orphan no parent; elsewhere one that cannot be asked for, as with no file
   * descriptor left, is no other.
   */
  static boolean isAnother(Optional<Long> parent, Optional<Long> now, boolean windows) {
    return !now.equals(parent) && (now.isPresent() || windows);
  }

  private static Optional<Long> parentId() {
    return ProcessHandle.current().parent().map(ProcessHandle::pid);
  }
}
