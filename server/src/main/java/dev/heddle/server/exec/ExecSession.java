package dev.heddle.server.exec;

import com.google.gson.JsonObject;
import dev.heddle.server.model.Cancellation;
import dev.heddle.server.process.BoundedOutput;
import dev.heddle.server.process.ChildProcess;
import dev.heddle.server.process.Utf8Pieces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A command of a model while it runs: what it has printed, what of that the model has not seen, and
 * whoever watches.
 *
 * <p><b>Thread-safety:</b> thread-safe; one thread polls.
 */
final class ExecSession {
  /** How much of a command's output is kept. */
  static final int KEPT_BYTES = 1 << 20;

  /** How much of it is shown while it runs. */
  private static final int SHOWN_CHARS = 1 << 20;

  private final String threadId;
  private final String turnId;
  private final CommandItem item;
  private final Consumer<String> watcher;
  private final long startedNanos = System.nanoTime();
  private final BoundedOutput all = new BoundedOutput(KEPT_BYTES);
  private final BoundedOutput unseen = new BoundedOutput(KEPT_BYTES);
  private final Utf8Pieces pieces = new Utf8Pieces(); // the output's thread only
  private int shownChars; // the output's thread only
  private volatile @Nullable ChildProcess child;

  /**
   * A command that is about to start.
   *
   * @param item its item; has the session's id
   * @param watcher is shown what it prints
   */
  ExecSession(String threadId, String turnId, CommandItem item, Consumer<String> watcher) {
    this.threadId = threadId;
    this.turnId = turnId;
    this.item = item;
    this.watcher = watcher;
  }

  String threadId() {
    return threadId;
  }

  /** The turn that started it, and shows it. */
  String turnId() {
    return turnId;
  }

  String sessionId() {
    return String.valueOf(item.processId());
  }

  CommandItem item() {
    return item;
  }

  /** Its process, which has started. */
  ChildProcess child() {
    ChildProcess started = child;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  void started(ChildProcess process) {
    child = process;
  }

  /** More of what it prints. */
  void printed(byte[] bytes) {
    all.append(bytes);
    unseen.append(bytes);
    String text = pieces.next(bytes);
    if (shownChars < SHOWN_CHARS && !text.isEmpty()) {
      String shown = text.substring(0, Math.min(text.length(), SHOWN_CHARS - shownChars));
      shownChars += shown.length();
      watcher.accept(shown);
    }
  }

  /**
   * Waits for its end, not longer than {@code patience}, and not when cancelled.
   *
   * @return the exit code, or null while it runs
   */
  @Nullable Integer await(Duration patience, Cancellation cancellation) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    var unused = child().ended().whenComplete((code, failure) -> over.complete(null));
    over.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
    try (var cancelled = cancellation.onCancel(() -> over.complete(null))) {
      over.join();
    }
    return exitCode();
  }

  /** The exit code, or null while it runs. */
  @Nullable Integer exitCode() {
    CompletableFuture<Integer> ended = child().ended();
    return ended.isDone() && !ended.isCompletedExceptionally() ? ended.join() : null;
  }

  /** What it printed since the last call. */
  String takeUnseen() {
    synchronized (unseen) {
      String text = OutputText.of(unseen);
      unseen.clear();
      return text;
    }
  }

  /** All that is kept of what it printed. */
  String output() {
    return OutputText.of(all);
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** The final form of its item, as things stand. */
  JsonObject finalForm() {
    Integer exitCode = exitCode();
    return exitCode == null ? item.left(output(), age()) : item.ended(exitCode, output(), age());
  }

  void write(String chars) throws IOException {
    child().write(chars.getBytes(StandardCharsets.UTF_8));
  }
}
