package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.UserInput;
import dev.heddle.server.context.ContextSource;
import dev.heddle.server.goal.Goal;
import dev.heddle.server.goal.ThreadGoals;
import dev.heddle.server.log.Log;
import dev.heddle.server.model.ModelProvider;
import dev.heddle.server.review.ReviewSubject;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.thread.ActiveTurn;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.thread.ThreadQuestions;
import dev.heddle.server.thread.TurnCause;
import dev.heddle.server.thread.TurnInput;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.ToolSource;
import dev.heddle.server.tool.TurnTask;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts turns and adds input to running ones.
 *
 * <p><b>Thread-safety:</b> thread-safe. A turn runs on a virtual thread of its own; requests on its
 * thread only start it, add to it or interrupt it.
 */
public final class TurnEngine {
  /** The {@link ActiveTurn#fixedKind} of a turn that compacts. */
  static final String COMPACT = "compact";

  private static final Log LOG = Log.of(TurnEngine.class);
  private static final TurnInput NOTHING = new TurnInput(List.of(), null);

  private final Function<TurnSettings, ModelProvider> providers;
  private final Function<TurnSettings, Integer> streamMaxRetries;
  private final Function<TurnSettings, ContextLimits> limits;
  private final ContextSource context;
  private final ThreadEvents events;
  private final ThreadQuestions questions;
  private final List<ToolSource> tools;
  private final Clock clock;
  private final Executor runners;
  private final ConcurrentHashMap<ActiveTurn, TurnTools> running = new ConcurrentHashMap<>();
  private final Later timer;
  private final UserMessages messages;
  private final ThreadGoals goals;
  private final Consumer<LiveThread> ended;
  private final TurnBeginning beginning;

  /**
   * @param providers settings → their provider; throws an {@code RpcException} for an unknown one
   * @param streamMaxRetries settings → how often a broken stream is tried again
   * @param limits how much of a conversation the model of a turn can take
   * @param context what models are to be told of where they work
   * @param events whom to tell
   * @param questions whom to ask
   * @param tools what the model may do, in the order in which it is offered
   * @param runners runs turns; each occupies its Java thread until it ends
   * @param timer journals streaming text at a bounded cadence; its tasks are short
   * @param messages how much of a message the model is shown
   * @param goals what turns use is counted for
   * @param ended is told that a turn of this thread has ended and that its end was announced, or is
   *     about to be by the request that interrupted it; must not block
   */
  public TurnEngine(
      Function<TurnSettings, ModelProvider> providers,
      Function<TurnSettings, Integer> streamMaxRetries,
      Function<TurnSettings, ContextLimits> limits,
      ContextSource context,
      ThreadEvents events,
      ThreadQuestions questions,
      List<ToolSource> tools,
      Clock clock,
      Executor runners,
      Later timer,
      MessageBounds messages,
      ThreadGoals goals,
      Consumer<LiveThread> ended) {
    this.providers = providers;
    this.streamMaxRetries = streamMaxRetries;
    this.limits = limits;
    this.context = context;
    this.events = events;
    this.questions = questions;
    this.tools = List.copyOf(tools);
    this.clock = clock;
    this.runners = runners;
    this.timer = timer;
    this.messages = new UserMessages(messages, context);
    this.goals = goals;
    this.ended = ended;
    this.beginning = new TurnBeginning(limits, context, clock);
  }

  /**
   * A turn that was started, or joined.
   *
   * @param turn the turn the input belongs to
   * @param joined whether it was running already
   * @param owed tells of the ends of turns that were cut for this one; {@code run} begins with it
   * @param run announces the turn and runs it, or hands the input to the joined one; to be called
   *     once, after the answer to the request was queued
   * @param drop to be called once instead, when that answer is not given: takes the turn back,
   *     which stays in the history as one that was cut, or lets the joined one go on without the
   *     input. Turns that were cut for it have ended all the same
   */
  public record Started(
      ActiveTurn turn, boolean joined, Runnable owed, Runnable run, Runnable drop) {
    private static Started joined(ActiveTurn turn, Runnable run, Runnable drop) {
      return new Started(turn, true, () -> {}, run, drop);
    }
  }

  /**
   * Starts a turn with this input, or joins the running turn. When this returns the input of a new
   * turn is recorded (not yet stored: flush the thread's log for that), and so are the settings of
   * the turn after a joined one.
   *
   * @param cause what led to it; a joined turn keeps its own
   * @param outputSchema JSON Schema the answer must follow, or null; a joined turn keeps its own
   * @throws dev.heddle.server.store.ThreadStoreException when the thread's log takes no new turn;
   *     nothing is recorded then
   */
  public Started start(
      LiveThread thread, TurnInput input, TurnCause cause, @Nullable JsonObject outputSchema) {
    ActiveTurn turn = new ActiveTurn(Uuid7.next(), cause, clock.instant(), null);
    for (ActiveTurn other = thread.begin(turn); other != null; other = thread.begin(turn)) {
      checkTakesInput(thread, other);
      if (other.expectInput()) {
        return join(thread, other, input);
      }
      other.ended().join(); // over: its end is being recorded and announced
    }
    return ordinary(thread, turn, input, outputSchema);
  }

  /**
   * Starts a turn with this input unless one runs, or has not been announced to be over.
   *
   * @return null when nothing was started
   * @throws dev.heddle.server.store.ThreadStoreException as {@link #start}
   */
  public @Nullable Started startIfIdle(LiveThread thread, TurnInput input) {
    ActiveTurn turn = new ActiveTurn(Uuid7.next(), TurnCause.NONE, clock.instant(), null);
    return thread.begin(turn) == null ? ordinary(thread, turn, input, null) : null;
  }

  /**
   * Starts a turn for the thread's goal, of which only the model is told what it is for, unless a
   * turn runs, or has not been announced to be over.
   *
   * @return null when nothing was started
   * @throws dev.heddle.server.store.ThreadStoreException as {@link #start}
   */
  public @Nullable Started startTowards(Goal goal, LiveThread thread) {
    ActiveTurn turn = new ActiveTurn(Uuid7.next(), TurnCause.GOAL, clock.instant(), null);
    if (thread.begin(turn) != null) {
      return null;
    }
    return orTakeBack(
        thread,
        turn,
        () -> open(thread, turn, OrdinaryTurn.towards(goal, thread), NOTHING, null, null));
  }

  private Started join(LiveThread thread, ActiveTurn turn, TurnInput input) {
    try {
      thread.record(TurnBeginning.changedSettings(thread, thread.settings(), clock.instant()));
      return Started.joined(turn, () -> turn.add(input), turn::expectedIsOver);
    } catch (RuntimeException | Error e) {
      turn.expectedIsOver();
      throw e;
    }
  }

  private Started ordinary(
      LiveThread thread, ActiveTurn turn, TurnInput input, @Nullable JsonObject outputSchema) {
    return orTakeBack(
        thread, turn, () -> open(thread, turn, OrdinaryTurn.on(thread), input, outputSchema, null));
  }

  private Started orTakeBack(LiveThread thread, ActiveTurn turn, Supplier<Started> start) {
    try {
      return start.get();
    } catch (RuntimeException | Error e) {
      takeBack(thread, turn, () -> {});
      throw e;
    }
  }

  /**
   * Starts a review. A turn that runs is cut: a review is asked for by a user who does not want to
   * wait for it. When this returns, the beginning of the review is recorded.
   *
   * @param model the reviewer's model, or null for the thread's
   * @throws dev.heddle.server.store.ThreadStoreException as {@link #start}
   */
  public Started startReview(LiveThread thread, ReviewSubject subject, @Nullable String model) {
    String turnId = Uuid7.next();
    ActiveTurn turn = new ActiveTurn(turnId, TurnCause.NONE, clock.instant(), ReviewTurn.KIND);
    List<Runnable> ends = new ArrayList<>();
    Runnable owed = () -> ends.forEach(Runnable::run);
    try {
      for (ActiveTurn other = thread.begin(turn); other != null; other = thread.begin(turn)) {
        ends.add(other.interrupt().join());
      }
      TurnInput task =
          new TurnInput(List.of(new UserInput.Text(subject.prompt(), List.of())), null);
      ReviewTurn review = new ReviewTurn(thread, turnId, subject, model, clock.millis());
      Started started = open(thread, turn, review, task, null, null);
      return new Started(
          turn,
          false,
          owed,
          () -> {
            owed.run();
            started.run().run();
          },
          () -> takeBack(thread, turn, owed));
    } catch (RuntimeException | Error e) {
      takeBack(thread, turn, owed);
      throw e;
    }
  }

  /**
   * Does something for the user: beside the turn that runs, or in a turn of its own, which asks the
   * model only if the user adds something meanwhile.
   *
   * @throws dev.heddle.server.store.ThreadStoreException as {@link #start}
   */
  public Started startTask(LiveThread thread, TurnTask task) {
    ActiveTurn turn = new ActiveTurn(Uuid7.next(), TurnCause.NONE, clock.instant(), null);
    for (ActiveTurn other = thread.begin(turn); other != null; other = thread.begin(turn)) {
      TurnTools toolsOfOther = running.get(other);
      if (toolsOfOther != null && toolsOfOther.expectTask()) {
        return Started.joined(
            other, () -> runBeside(toolsOfOther, task), toolsOfOther::expectedTaskIsOver);
      }
      other.ended().join(); // over: its end is being recorded and announced
    }
    return orTakeBack(
        thread, turn, () -> open(thread, turn, OrdinaryTurn.on(thread), NOTHING, null, task));
  }

  private void runBeside(TurnTools tools, TurnTask task) {
    try {
      runners.execute(() -> tools.runBeside(task));
    } catch (RuntimeException | Error e) {
      tools.expectedTaskIsOver();
      throw e;
    }
  }

  /** Some turns take no input while they run, and say so; one that is over does not matter. */
  private static void checkTakesInput(LiveThread thread, ActiveTurn turn) {
    if (turn.fixedKind() != null && thread.activeTurn() == turn) {
      throw TurnRefusals.notSteerable(turn.fixedKind());
    }
  }

  private Started open(
      LiveThread thread,
      ActiveTurn turn,
      TurnKind kind,
      TurnInput input,
      @Nullable JsonObject outputSchema,
      @Nullable TurnTask opening) {
    thread.log().admit();
    TurnSettings settings = kind.settings();
    ModelProvider provider = providers.apply(settings);
    TurnScope scope = scope(thread, kind, turn);
    // Before anything is recorded: for pictures there may be no memory.
    UserMessage message = messages.of(input, settings);
    thread.record(beginning.of(thread, turn, thread.settings()));
    int opened = kind.recordOpening(scope);
    StoredItem item = message.record(scope);
    return started(
        scope,
        provider,
        settings,
        outputSchema,
        item == null ? List.of() : List.of(item),
        opened + message.items(),
        opening);
  }

  private TurnScope scope(LiveThread thread, TurnKind kind, ActiveTurn turn) {
    return new TurnScope(thread, kind, turn, events, questions, clock, timer, messages, goals);
  }

  private Started started(
      TurnScope scope,
      ModelProvider provider,
      TurnSettings settings,
      @Nullable JsonObject outputSchema,
      List<StoredItem> firstItems,
      int asked,
      @Nullable TurnTask opening) {
    TurnTools turnTools = new TurnTools(scope, tools);
    running.put(scope.turn(), turnTools);
    var unused =
        scope
            .turn()
            .ended()
            .thenRun(() -> {
              running.remove(scope.turn());
              ended.accept(scope.thread());
            });
    TurnRunner runner =
        new TurnRunner(
            scope,
            provider,
            streamMaxRetries.apply(settings),
            scope.kind().instructions(),
            outputSchema,
            limits.apply(settings),
            context,
            firstItems,
            asked,
            turnTools,
            opening);
    return new Started(
        scope.turn(),
        false,
        () -> {},
        () -> run(runner, scope.turn()),
        () -> takeBack(scope.thread(), scope.turn(), () -> {}));
  }

  /** Clients know of the turn by now, so they hear of its end, whatever becomes of it. */
  private void run(TurnRunner runner, ActiveTurn turn) {
    try {
      runner.announce();
    } catch (RuntimeException | Error e) {
      LOG.error("the beginning of turn " + turn.turnId() + " could not be told", e);
    }
    try {
      runners.execute(runner);
    } catch (RuntimeException | Error e) {
      LOG.error("turn " + turn.turnId() + " has no thread to run on", e);
      turn.cancellation().cancel();
      runner.run(); // which is its end
    }
  }

  /**
   * Starts a turn that only compacts the thread's conversation. No turn may be running.
   *
   * @throws dev.heddle.server.store.ThreadStoreException when the thread's log takes no new turn
   */
  public Started compact(LiveThread thread) {
    ActiveTurn turn = new ActiveTurn(Uuid7.next(), TurnCause.NONE, clock.instant(), COMPACT);
    for (ActiveTurn other = thread.begin(turn); other != null; other = thread.begin(turn)) {
      other.ended().join();
    }
    return orTakeBack(thread, turn, () -> openCompaction(thread, turn));
  }

  private Started openCompaction(LiveThread thread, ActiveTurn turn) {
    thread.log().admit();
    TurnKind kind = OrdinaryTurn.on(thread);
    TurnSettings settings = kind.settings();
    ModelProvider provider = providers.apply(settings);
    thread.record(beginning.ofCompaction(thread, turn, settings));
    return started(scope(thread, kind, turn), provider, settings, null, List.of(), 0, null);
  }

  /** The turn will not run: whatever fails here as well, the thread is free for another. */
  private void takeBack(LiveThread thread, ActiveTurn turn, Runnable owed) {
    try {
      if (turn.turnId().equals(thread.<@Nullable String>context(ContextFacts::unfinishedTurnId))) {
        closeInterrupted(thread);
      }
    } catch (RuntimeException | Error e) {
      LOG.warn("thread " + thread.threadId() + ": a turn is closed with the next one", e);
    }
    try {
      thread.takeBack(turn);
      turn.close();
      owed.run();
    } finally {
      turn.end(() -> {});
    }
  }

  /** Records the end of a turn that a crash left open, before anything else is added. */
  public void closeInterrupted(LiveThread thread) {
    thread.record(InterruptedTurn.closing(thread, clock.instant()));
  }

  /**
   * Records the thread's settings where its journal has others: those that came with input which
   * was refused do not hold.
   */
  public void restoreSettings(LiveThread thread) {
    if (thread.<@Nullable JsonObject>context(ContextFacts::threadSettings) != null) {
      thread.record(TurnBeginning.changedSettings(thread, thread.settings(), clock.instant()));
    }
  }

  /**
   * Tells every running turn of these threads to stop and waits until their ends are announced.
   *
   * @return false when not all were within {@code patience}
   */
  public boolean interruptAll(Iterable<LiveThread> threads, Duration patience) {
    List<ActiveTurn> running = new ArrayList<>();
    for (LiveThread thread : threads) {
      ActiveTurn turn = thread.activeTurn();
      if (turn != null) {
        turn.cancellation().cancel();
        running.add(turn);
      }
    }
    try {
      CompletableFuture.allOf(
              running.stream().map(ActiveTurn::ended).toArray(CompletableFuture<?>[]::new))
          .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .join();
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }
}
