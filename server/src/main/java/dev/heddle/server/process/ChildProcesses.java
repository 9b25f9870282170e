package dev.heddle.server.process;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * All child processes of one server, so that none outlives it.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ChildProcesses implements AutoCloseable {
  private static final Duration GRACE = Duration.ofMillis(300);
  private static final int AFTERWARDS_SECONDS = 1;

  private final Set<ChildProcess> started = ConcurrentHashMap.newKeySet();
  private @Nullable String mark; // guarded by this
  private @Nullable OrphanWatch watch; // guarded by this
  private volatile boolean closed;

  /**
   * Starts a command.
   *
   * @param output takes what it prints
   * @throws IOException when it cannot be started, or the server ends
   */
  public ChildProcess start(ChildCommand command, ChildOutput output) throws IOException {
    ChildProcess child;
    try {
      if (closed) {
        throw new IOException("the server ends");
      }
      child = ChildProcess.start(command, mark() + "." + UUID.randomUUID(), output);
    } catch (IOException | RuntimeException e) {
      command.afterwards().run();
      throw e;
    }
    started.add(child);
    var unused = child.ended().thenRunAsync(() -> forget(child), Thread::startVirtualThread);
    if (closed) {
      child.end(Duration.ZERO);
    }
    return child;
  }

  /** What marks this server's commands. Made, and watched, with the first one. */
  private synchronized String mark() {
    if (mark == null) {
      mark = UUID.randomUUID().toString();
      watch = closed ? null : OrphanWatch.start(mark);
    }
    return mark;
  }

  private synchronized void endWatch() {
    if (watch != null) {
      watch.close();
    }
  }

  /** What a command leaves in the background is still to be ended with the server. */
  private void forget(ChildProcess child) {
    if (child.isGone()) {
      started.remove(child);
    }
  }

  /** The process and all it started are ended, and forgotten. */
  public void end(ChildProcess child) {
    child.end(GRACE);
    started.remove(child);
  }

  /** Ends all processes, at the same time. */
  @Override
  public void close() {
    closed = true;
    started.stream()
        .map(child -> Thread.ofVirtual().start(() -> endWhole(child)))
        .toList()
        .forEach(ChildProcesses::join);
    endWatch();
  }

  /**
   * Ends it, and waits for what is to be done afterwards: nobody does it when the server is gone.
   */
  private void endWhole(ChildProcess child) {
    end(child);
    try {
      child.ended().get(AFTERWARDS_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // What is left to do is not worth more time.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread ending) {
    try {
      ending.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
