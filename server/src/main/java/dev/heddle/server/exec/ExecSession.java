package dev.heddle.server.exec;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ThreadBackgroundTerminal;
import dev.heddle.server.model.Cancellation;
import dev.heddle.server.process.BoundedOutput;
import dev.heddle.server.process.ChildProcess;
import dev.heddle.server.process.Utf8Pieces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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
  /** Exit code of what was ended. */
  static final int CUT_OFF = -1;

  /** How much of a command's output is kept. */
  static final int KEPT_BYTES = 1 << 20;

  /** How much of it is shown while it runs. */
  private static final int SHOWN_CHARS = 1 << 20;

  /** A Java thread for each input: one that is not taken must hold up nothing else. */
  private static final Executor TYPING =
      task -> Thread.ofPlatform().daemon().name("heddle-child-input").start(task);

  private final String threadId;
  private final String turnId;
  private final CommandItem item;
  private final Consumer<String> watcher;
  private final long startedNanos = System.nanoTime();
  private final BoundedOutput all = new BoundedOutput(KEPT_BYTES);
  private final BoundedOutput unseen = new BoundedOutput(KEPT_BYTES);
  private final Utf8Pieces pieces = new Utf8Pieces(); // the output's thread only
  private int shownChars; // the output's thread only
  private CompletableFuture<Void> lastTyped = // guarded by this
      CompletableFuture.runAsync(() -> {}, Runnable::run);
  private volatile @Nullable ChildProcess child;
  private volatile boolean cutOff;
  private volatile CompletableFuture<Void> over = new CompletableFuture<>();

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
    beforeItIsOver(() -> {});
  }

  /** What is to be done when it has ended, before anybody is told its exit code. */
  void beforeItIsOver(Runnable task) {
    over = child().ended().handle((code, failure) -> null).thenRun(task);
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
    CompletableFuture<Void> waited = new CompletableFuture<>();
    var unused = over.whenComplete((done, failure) -> waited.complete(null));
    waited.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
    try (var cancelled = cancellation.onCancel(() -> waited.complete(null))) {
      waited.join();
    }
    return exitCode();
  }

  /** The exit code, or null while it runs and until what is to be done at its end is done. */
  @Nullable Integer exitCode() {
    return over.isDone() ? processExitCode() : null;
  }

  private @Nullable Integer processExitCode() {
    CompletableFuture<Integer> ended = child().ended();
    if (!ended.isDone() || ended.isCompletedExceptionally()) {
      return null;
    }
    return cutOff ? Integer.valueOf(CUT_OFF) : ended.join();
  }

  /** It is about to be ended, if it still runs: it comes to no exit code of its own. */
  void cutOff() {
    cutOff |= child().isAlive();
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

  /** As clients see it while it goes on. */
  ThreadBackgroundTerminal view() {
    return new ThreadBackgroundTerminal(
        item.itemId(), sessionId(), item.script(), item.cwd(), null, null, null);
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** The final form of its item, as things stand. */
  JsonObject finalForm() {
    Integer exitCode = processExitCode();
    return exitCode == null ? item.left(output(), age()) : item.ended(exitCode, output(), age());
  }

  /**
   * Types into it, behind what was typed before. A command that does not read may never take it, so
   * this waits until it has ended, not longer than {@code patience}, and not when cancelled; what
   * it has not taken by then is still typed in.
   *
   * @return whether all was taken
   * @throws IOException when it no longer reads
   */
  boolean type(String chars, Duration patience, Cancellation cancellation) throws IOException {
    byte[] bytes = chars.getBytes(StandardCharsets.UTF_8);
    CompletableFuture<Void> taken = new CompletableFuture<>();
    CompletableFuture<Void> waited = new CompletableFuture<>();
    synchronized (this) {
      lastTyped = lastTyped.thenRunAsync(() -> write(bytes, taken), TYPING);
    }
    var unused = taken.whenComplete((done, failure) -> waited.complete(null));
    unused = child().ended().handle((code, failure) -> waited.complete(null)).thenRun(() -> {});
    waited.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
    try (var cancelled = cancellation.onCancel(() -> waited.complete(null))) {
      waited.join();
    }
    if (taken.isCompletedExceptionally()) {
      throw new IOException("the process takes no input any more", taken.exceptionNow());
    }
    return taken.isDone();
  }

  private void write(byte[] bytes, CompletableFuture<Void> taken) {
    try {
      child().write(bytes);
      taken.complete(null);
    } catch (IOException e) {
      taken.completeExceptionally(e);
    }
  }
}
