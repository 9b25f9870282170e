package dev.heddle.server.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The result of a request and what comes after it. Built by one handler, used once; not
 * thread-safe.
 *
 * @param <R> result record
 */
public final class Reply<R> {
  private final @Nullable R result;
  private final @Nullable CompletableFuture<Reply<R>> coming;
  private final boolean ofProgram;
  private final List<Runnable> afterwards = new ArrayList<>(2);
  private final List<Runnable> onFlushed = new ArrayList<>(0);
  private final List<Runnable> otherwise = new ArrayList<>(0);
  private boolean together;

  private Reply(
      @Nullable R result, @Nullable CompletableFuture<Reply<R>> coming, boolean ofProgram) {
    this.result = result;
    this.coming = coming;
    this.ofProgram = ofProgram;
  }

  /** A reply with this result. */
  public static <R> Reply<R> of(R result) {
    return new Reply<>(Objects.requireNonNull(result, "result"), null, false);
  }

  /**
   * A reply that is given when {@code coming} is complete, for work that takes its time and ends by
   * itself: until then it holds neither the request's scope nor a place among the requests that
   * run. A failure in it is as one of the handler. The reply is sent by the thread that completes
   * it.
   */
  public static <R> Reply<R> later(CompletableFuture<Reply<R>> coming) {
    return new Reply<>(null, Objects.requireNonNull(coming, "coming"), false);
  }

  /**
   * The same for work that waits for a program, which may take for ever: what ends it may be a
   * further request, so the reader of the input does not wait for it. The handler bounds how many
   * of these there are and what they keep in memory, and refuses what is beyond.
   */
  public static <R> Reply<R> ofProgram(CompletableFuture<Reply<R>> coming) {
    return new Reply<>(null, Objects.requireNonNull(coming, "coming"), true);
  }

  /**
   * Runs {@code action} on the same worker once the answer is queued, in the order of these calls,
   * and before the next request of the scope: notifications it sends follow the answer and precede
   * all that a later request causes. It must not wait for the client. It does not run when the
   * answer cannot be given; see {@link #orElse}.
   */
  public Reply<R> andThen(Runnable action) {
    afterwards.add(action);
    return this;
  }

  /**
   * Runs {@code action} on the same worker, and none of those after the answer, when this answer
   * cannot be given: it has no wire form, there is no memory for it, or the request was given up
   * because the server ends. It undoes what was done for the client to go on with.
   */
  public Reply<R> orElse(Runnable action) {
    otherwise.add(action);
    return this;
  }

  /**
   * Lets the client see the answer only when the actions after it have run. For an answer that
   * names a new thread: requests on that are in another scope, and what they cause must not come
   * between.
   */
  public Reply<R> together() {
    together = true;
    return this;
  }

  /**
   * Runs {@code action} when the answer was handed to the client's stream, or can no longer be. It
   * runs on the writer's thread and must not block.
   */
  public Reply<R> onFlushed(Runnable action) {
    onFlushed.add(action);
    return this;
  }

  R result() {
    return Objects.requireNonNull(result, "result");
  }

  /** The reply to wait for; null when this is it. */
  @Nullable CompletableFuture<Reply<R>> coming() {
    return coming;
  }

  /** Whether it waits for a program. */
  boolean isOfProgram() {
    return ofProgram;
  }

  List<Runnable> afterwards() {
    return afterwards;
  }

  List<Runnable> otherwise() {
    return otherwise;
  }

  boolean isTogether() {
    return together;
  }

  void flushed() {
    onFlushed.forEach(Runnable::run);
  }
}
