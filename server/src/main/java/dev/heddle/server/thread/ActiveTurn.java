package dev.heddle.server.thread;

import dev.heddle.protocol.v2.ThreadActiveFlag;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.server.model.Cancellation;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A turn while it runs: what may still be added to it, how it is told to stop, and how its end is
 * handed to whoever asked for it.
 *
 * <p><b>Thread-safety:</b> thread-safe. The runner drains inputs and ends the turn on its own
 * thread; requests add input and interrupt on theirs.
 */
public final class ActiveTurn {
  private final String turnId;
  private final TurnCause cause;
  private final Instant startedAt;
  private final @Nullable String fixedKind;
  private final Cancellation cancellation = new Cancellation();
  private final CompletableFuture<Void> answered = new CompletableFuture<>();
  private final CompletableFuture<Runnable> ended = new CompletableFuture<>();
  private final CompletableFuture<Turn> outcome = new CompletableFuture<>();
  private final Object lock = new Object();
  private final Deque<TurnInput> pending = new ArrayDeque<>(); // guarded by lock
  private int expected; // what was accepted and is yet to come; guarded by lock
  private boolean accepting = true; // guarded by lock
  private boolean interrupterWaits; // guarded by lock
  private @Nullable Cancellation sampling; // guarded by lock
  private final List<ThreadActiveFlag> waiting = new ArrayList<>(); // guarded by lock
  private volatile Runnable journaling = () -> {};

  /**
   * A turn that begins now.
   *
   * @param fixedKind why it takes no further input ({@code review}, {@code compact}), or null for
   *     an ordinary turn
   */
  public ActiveTurn(String turnId, TurnCause cause, Instant startedAt, @Nullable String fixedKind) {
    this.turnId = turnId;
    this.cause = cause;
    this.startedAt = startedAt;
    this.fixedKind = fixedKind;
  }

  /** How text that streams gets into the journal before it would by itself. */
  public void journalsBy(Runnable handOver) {
    journaling = handOver;
  }

  /** Records what has streamed so far. */
  public void journalNow() {
    journaling.run();
  }

  public String turnId() {
    return turnId;
  }

  /** What led to the turn. */
  public TurnCause cause() {
    return cause;
  }

  /** The first turn of the chain that led to this one; its own id when it begins one. */
  public String rootTurnId() {
    return cause.rootTurnId() == null ? turnId : cause.rootTurnId();
  }

  public Instant startedAt() {
    return startedAt;
  }

  /** Why the turn takes no further input, or null when it does. */
  public @Nullable String fixedKind() {
    return fixedKind;
  }

  /** Cancelled when the turn is to stop. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /**
   * Completed when the client has been sent the answer to the request that started the turn; the
   * runner holds back what comes from the model until then.
   */
  public CompletableFuture<Void> answered() {
    return answered;
  }

  /**
   * Accepts input that {@link #add} will bring: until then the turn does not end by itself. Between
   * the two the client is told that its input was accepted, so that it hears of that first.
   *
   * @return false when the turn is ending and takes no more
   */
  public boolean expectInput() {
    synchronized (lock) {
      if (accepting) {
        expected++;
      }
      return accepting;
    }
  }

  /**
   * Adds expected input for the next request to the model, and ends the answer that is streaming so
   * that the next request comes at once.
   */
  public void add(TurnInput input) {
    Cancellation toCancel;
    synchronized (lock) {
      expected--;
      pending.add(input);
      toCancel = sampling;
      lock.notifyAll();
    }
    if (toCancel != null) {
      toCancel.cancel();
    }
  }

  /**
   * What was expected by {@link #expectInput} is over and was no input: work of the user beside the
   * turn, which keeps it open as well.
   */
  public void expectedIsOver() {
    synchronized (lock) {
      expected--;
      lock.notifyAll();
    }
  }

  /**
   * A request to the model begins. Its cancellation ends it when the turn stops or input arrives;
   * it is cancelled from the start when either has happened already.
   */
  public Cancellation startSampling() {
    Cancellation started = new Cancellation();
    boolean late;
    synchronized (lock) {
      sampling = started;
      late = !pending.isEmpty();
    }
    cancellation.onCancel(started::cancel);
    if (late) {
      started.cancel();
    }
    return started;
  }

  /** The request to the model is over; input waits for the next one. */
  public void stopSampling() {
    synchronized (lock) {
      sampling = null;
    }
  }

  /** Input added since the last call, oldest first; may be empty. */
  public List<TurnInput> drain() {
    synchronized (lock) {
      List<TurnInput> inputs = new ArrayList<>(pending);
      pending.clear();
      return inputs;
    }
  }

  /**
   * Ends the acceptance of input, unless some is waiting; waits for what is expected, and meanwhile
   * takes more.
   *
   * @return whether the turn may end now
   */
  public boolean closeIfDrained() {
    synchronized (lock) {
      awaitExpected(false);
      if (!pending.isEmpty()) {
        return false;
      }
      accepting = false;
      return true;
    }
  }

  /**
   * Input comes as soon as an answer is queued, and work is ended by the turn's cancellation, so
   * nothing needs to interrupt the wait.
   *
   * @param all whether to wait on when some of it has come
   */
  private void awaitExpected(boolean all) {
    boolean interrupted = false;
    while (expected > 0 && (all || pending.isEmpty())) {
      try {
        lock.wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the acceptance of input and waits for what is expected; what came is returned and will not
   * be sent.
   */
  public List<TurnInput> close() {
    synchronized (lock) {
      accepting = false;
      awaitExpected(true);
      List<TurnInput> inputs = new ArrayList<>(pending);
      pending.clear();
      return inputs;
    }
  }

  /**
   * Tells the turn to stop and says who announces its end: the caller must run the future's value
   * after its own answer was queued. It completes when the end is recorded.
   */
  public CompletableFuture<Runnable> interrupt() {
    synchronized (lock) {
      interrupterWaits = true;
    }
    cancellation.cancel();
    return ended;
  }

  /**
   * The end is recorded. {@code announce}, which tells the clients, runs now, or is left to the
   * request that interrupted the turn. It must be safe to run more than once.
   */
  public void end(Runnable announce) {
    boolean leave;
    synchronized (lock) {
      accepting = false;
      leave = interrupterWaits;
    }
    try {
      if (!leave) {
        announce.run();
      }
    } finally {
      ended.complete(announce); // or no other turn could begin
    }
  }

  /** The turn waits for this, until {@link #goOn}. */
  public void waitFor(ThreadActiveFlag flag) {
    synchronized (lock) {
      waiting.add(flag);
    }
  }

  /** The turn no longer waits for this. */
  public void goOn(ThreadActiveFlag flag) {
    synchronized (lock) {
      waiting.remove(flag);
    }
  }

  /** What the turn waits for. */
  public List<ThreadActiveFlag> waiting() {
    synchronized (lock) {
      return waiting.stream().distinct().sorted().toList();
    }
  }

  /** Completes with the turn as it ended, without its items, when that is recorded. */
  public CompletableFuture<Turn> outcome() {
    return outcome;
  }

  /** Completes when the turn's end is recorded. */
  public CompletableFuture<Runnable> ended() {
    return ended;
  }
}
