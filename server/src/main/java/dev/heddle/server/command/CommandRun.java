package dev.heddle.server.command;

import dev.heddle.server.process.ChildProcess;
import dev.heddle.server.process.ChildProcesses;
import dev.heddle.server.process.TerminalSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs.
 *
 * <p><b>Thread-safety:</b> thread-safe. Input is written by workers, one piece after the other, so
 * that a command that does not read keeps nobody waiting but who asked.
 */
public final class CommandRun {
  /** The exit code of a command whose time was over. */
  public static final int TIMED_OUT = 124;

  /** What may wait for a command to read it, beside what may for all; one piece always may. */
  private static final int MOST_PIECES = 128;

  private static final long MOST_BYTES = 8L << 20;

  /**
   * For so long after its end a write may still turn out to have been taken: often it is what made
   * the command end.
   */
  private static final long LAST_WRITE_MS = 500;

  private final ChildProcesses processes;
  private final ChildProcess child;
  private final boolean terminal;
  private final Executor workers;
  private final Semaphore unreadBytes;

  /** Fails behind its end: what it left behind may keep its input open for ever. */
  private final CompletableFuture<Void> over;

  private CompletableFuture<Void> written = CompletableFuture.completedFuture(null); // by this
  private int waitingPieces; // guarded by this
  private long waitingBytes; // guarded by this

  /**
   * @param unreadBytes a permit for each byte that may yet wait for any command
   */
  CommandRun(
      ChildProcesses processes,
      ChildProcess child,
      boolean terminal,
      Executor workers,
      Semaphore unreadBytes) {
    this.processes = processes;
    this.child = child;
    this.terminal = terminal;
    this.workers = workers;
    this.unreadBytes = unreadBytes;
    this.over =
        child
            .ended()
            .thenAcceptAsync(
                code -> {
                  throw new UncheckedIOException(new IOException("the command has ended"));
                },
                CompletableFuture.delayedExecutor(LAST_WRITE_MS, TimeUnit.MILLISECONDS, workers));
  }

  /** Whether it takes input. */
  public boolean takesInput() {
    return child.takesInput();
  }

  /** Whether it has a terminal. */
  public boolean hasTerminal() {
    return terminal;
  }

  /**
   * Writes to its input, behind what was given before.
   *
   * @param close whether the input ends behind that
   * @return fails with an {@link UncheckedIOException} when the command takes no more; null, and
   *     nothing is written, when too much would wait for it, or for all commands, to read
   */
  public synchronized @Nullable CompletableFuture<Void> write(byte[] bytes, boolean close) {
    if (waitingPieces > 0
        && (waitingPieces >= MOST_PIECES || waitingBytes + bytes.length > MOST_BYTES)) {
      return null;
    }
    if (!unreadBytes.tryAcquire(bytes.length)) {
      return null;
    }
    waitingPieces++;
    waitingBytes += bytes.length;
    written =
        written.handle((done, failure) -> done).thenRunAsync(() -> writeNow(bytes, close), workers);
    CompletableFuture<Void> taken = written.whenComplete((done, failure) -> gone(bytes.length));
    return CompletableFuture.anyOf(taken, over).thenAccept(done -> {});
  }

  private synchronized void gone(int bytes) {
    waitingPieces--;
    waitingBytes -= bytes;
    unreadBytes.release(bytes);
  }

  private void writeNow(byte[] bytes, boolean close) {
    try {
      if (bytes.length > 0) {
        child.write(bytes);
      }
      if (close) {
        child.closeInput();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Tells its terminal a new size. */
  public void resize(TerminalSize size) {
    child.resize(size);
  }

  /** Asks it to end, and ends it and all it started if it does not; returns at once. */
  public void terminate() {
    workers.execute(() -> processes.end(child));
  }
}
