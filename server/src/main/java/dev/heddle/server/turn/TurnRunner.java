package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ErrorNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.TurnError;
import dev.heddle.protocol.v2.TurnItemsView;
import dev.heddle.protocol.v2.TurnStartedNotification;
import dev.heddle.protocol.v2.TurnStatus;
import dev.heddle.server.context.ContextSource;
import dev.heddle.server.log.Log;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelProvider;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.thread.ConversationTooLongException;
import dev.heddle.server.thread.TurnInput;
import dev.heddle.server.tool.TurnTask;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one turn from its announcement to its end: asks the model, carries out its calls, sends what
 * the user added meanwhile, until the model has nothing more to do.
 *
 * <p>How it ends is up to {@link TurnEnd}.
 *
 * <p><b>Thread-safety:</b> runs once, on a virtual thread of its own.
 */
final class TurnRunner implements Runnable {
  private static final Log LOG = Log.of(TurnRunner.class);

  private final TurnScope scope;
  private final ModelProvider provider;
  private final StreamRetries retries;
  private final String instructions;
  private final @Nullable JsonObject outputSchema;
  private final TokenCounter tokens;
  private final List<StoredItem> firstItems;
  private final int asked; // items of the conversation that the turn began with
  private final TurnTools tools;
  private final @Nullable TurnTask opening;
  private final Compaction compaction;
  private TokenCounter.@Nullable Counted counted; // of an answer whose calls are carried out
  private final AnswerDelay delay;
  private @Nullable Instant firstTokenAt;
  private final TurnEnd end;

  TurnRunner(
      TurnScope scope,
      ModelProvider provider,
      int streamMaxRetries,
      String instructions,
      @Nullable JsonObject outputSchema,
      ContextLimits limits,
      ContextSource context,
      List<StoredItem> firstItems,
      int asked,
      TurnTools tools,
      @Nullable TurnTask opening) {
    this.scope = scope;
    this.provider = provider;
    this.retries = new StreamRetries(scope, streamMaxRetries);
    this.instructions = instructions;
    this.outputSchema = outputSchema;
    this.tokens = new TokenCounter(limits);
    this.firstItems = firstItems;
    this.asked = asked;
    this.tools = tools;
    this.opening = opening;
    this.delay = new AnswerDelay(scope.turn());
    this.end = new TurnEnd(scope, tools);
    this.compaction =
        new Compaction(
            scope,
            provider,
            retries,
            instructions,
            limits,
            context,
            tokens,
            () -> conversation(scope.thread()::recordedConversation));
  }

  /** Tells clients that the turn has begun; called after its answer was queued, before run. */
  void announce() {
    scope.kind().announceOpening(scope);
    scope.statusChanged(scope.thread().status());
    scope.toSubscribers(
        ServerNotifications.TURN_STARTED,
        new TurnStartedNotification(
            scope.threadId(),
            new Turn(
                scope.turnId(),
                scope.turn().rootTurnId(),
                List.of(),
                TurnItemsView.NOT_LOADED,
                TurnStatus.IN_PROGRESS,
                null,
                scope.turn().startedAt().getEpochSecond(),
                null,
                null)));
    for (StoredItem item : firstItems) {
      scope.items().announceStarted(item);
      scope.items().announceCompleted(item);
    }
  }

  @Override
  public void run() {
    watchForFailedWrites();
    TurnError error = null;
    TurnStatus status = TurnStatus.COMPLETED;
    try {
      if (opening == null || hasMoreAfter(opening)) {
        converseToTheEnd();
      }
    } catch (CancelledException e) {
      status = TurnStatus.INTERRUPTED;
    } catch (ModelException e) {
      status = TurnStatus.FAILED;
      error = TurnErrors.of(e);
      if (e.kind() == ModelException.Kind.CONTEXT_WINDOW_EXCEEDED && scope.kind().speaksToUser()) {
        tokens.full(scope); // so that the next turn begins with a compaction
      }
    } catch (RuntimeException | Error e) {
      LOG.error("turn " + scope.turnId() + " failed", e);
      status = TurnStatus.FAILED;
      error = TurnErrors.internal();
    }
    scope.letGo();
    try {
      tools.turnEnds();
      scope.kind().close(scope, status);
      recordAndTell(scope.turn().close()); // too late for this turn's model
      end.reached(status, error, firstTokenAt);
    } catch (RuntimeException | Error e) {
      LOG.error("the end of turn " + scope.turnId() + " failed", e);
      end.force();
    }
  }

  /** Does what the turn was started for; whether there is something for the model, too. */
  private boolean hasMoreAfter(TurnTask task) throws CancelledException {
    tools.run(task);
    return userGoesOn();
  }

  /**
   * Sends on what the user has added, or adds while something of theirs still runs beside the turn.
   *
   * @return false when there is nothing more, and nothing more is taken
   */
  private boolean userGoesOn() throws CancelledException {
    while (!takeInput()) {
      if (scope.turn().closeIfDrained()) {
        if (scope.kind().speaksToUser()) {
          scope.turn().cancellation().check(); // a review that is done is no less so
        }
        return false;
      }
    }
    return true;
  }

  /** What fails is not the end while something of the user's runs beside, and they go on. */
  private void converseToTheEnd() throws CancelledException, ModelException {
    while (true) {
      try {
        converse();
        return;
      } catch (ModelException e) {
        if (!tools.hasWorkBeside()) {
          throw e;
        }
        scope.toSubscribers(
            ServerNotifications.ERROR,
            new ErrorNotification(TurnErrors.of(e), true, scope.threadId(), scope.turnId()));
        if (!userGoesOn()) {
          throw e;
        }
      }
    }
  }

  private void converse() throws CancelledException, ModelException {
    if (scope.compacts()) {
      compaction.run(0);
      return;
    }
    compaction.beforeTurn(asked);
    do {
      while (!answerAndCalls().isEmpty()) {
        compaction.beforeNextAnswer();
        takeInput();
      }
    } while (userGoesOn());
  }

  /** The model's next answer with its calls, which are carried out; returns them. */
  private List<JsonObject> answerAndCalls() throws CancelledException, ModelException {
    ModelAnswer answer = sample();
    boolean calls = !answer.calls().isEmpty();
    if (calls) {
      scope.goal().callsTools();
    }
    try {
      tools.answer(answer.calls());
    } finally {
      if (calls) {
        scope.goal().tell();
      }
      if (counted != null) {
        tokens.settle(scope, counted);
        counted = null;
      }
      if (answer.responseId() != null) { // it was not cut
        tools.modelAnswered();
      }
      scope.letGo();
    }
    return answer.calls();
  }

  /** One complete answer of the model, with retries of broken streams. */
  private ModelAnswer sample() throws CancelledException, ModelException {
    for (int attempt = 1; ; attempt++) {
      scope.turn().cancellation().check();
      tools.tellModel();
      tellModelOfGoal();
      ModelAnswer answer = new ModelAnswer(scope, delay);
      try {
        try (MergedDeltas deltas = new MergedDeltas(answer)) {
          provider.stream(request(), deltas, scope.turn().startSampling());
        }
        scope.turn().stopSampling();
        answer.breakOff(true); // what the provider did not end
        noteFirstToken(answer);
        if (scope.kind().speaksToUser()) {
          counted = tokens.enter(scope, answer);
          scope.goal().answered(answer.usage());
        }
        scope.letGo();
        return answer;
      } catch (CancelledException e) {
        scope.letGo();
        scope.turn().stopSampling();
        answer.breakOff(true);
        if (scope.turn().cancellation().isCancelled()) {
          tools.abort(answer.calls());
          throw e;
        }
        return answer; // input arrived: what the model has said stays, its calls are carried out
      } catch (ModelException e) {
        scope.letGo();
        scope.turn().stopSampling();
        boolean again = retries.allowed(e, attempt);
        delay.await();
        answer.breakOff(!again);
        tools.abort(answer.calls());
        if (!again) {
          throw e;
        }
        retries.await(e, attempt);
      } catch (RuntimeException | Error e) { // the turn fails, and leaves nothing open
        scope.letGo();
        scope.turn().stopSampling();
        answer.breakOff(true);
        tools.abort(answer.calls());
        throw e;
      }
    }
  }

  private void tellModelOfGoal() {
    String news = scope.goal().news();
    if (news != null) {
      scope.record(scope.responseItem(Messages.ofGoal(news, scope.turnId())));
    }
  }

  private static List<JsonObject> conversation(Supplier<List<JsonObject>> of)
      throws ModelException {
    try {
      return of.get();
    } catch (ConversationTooLongException e) {
      throw new ModelException(
          ModelException.Kind.CONTEXT_WINDOW_EXCEEDED,
          String.valueOf(e.getMessage()),
          null,
          false,
          null,
          e);
    }
  }

  private ModelRequest request() throws CancelledException, ModelException {
    var settings = scope.settings();
    return new ModelRequest(
        settings.model(),
        instructions,
        conversation(scope.kind()::conversation),
        tools.definitions(),
        settings.reasoningEffort(),
        settings.reasoningSummary() == null ? null : WireNames.of(settings.reasoningSummary()),
        outputSchema,
        scope.threadId(),
        scope.turnId());
  }

  /** Sends on what the user added meanwhile. Returns whether there was any. */
  private boolean takeInput() {
    List<TurnInput> inputs = scope.turn().drain();
    recordAndTell(inputs);
    return !inputs.isEmpty();
  }

  private void recordAndTell(List<TurnInput> inputs) {
    for (TurnInput input : inputs) {
      StoredItem item = UserMessages.record(scope, input);
      if (item != null) {
        scope.items().awaitStored();
        scope.items().announceStarted(item);
        scope.items().announceCompleted(item);
      }
    }
  }

  private void noteFirstToken(ModelAnswer answer) {
    if (firstTokenAt == null && answer.firstTextAt() != null) {
      firstTokenAt = answer.firstTextAt();
    }
  }

  /** One warning a turn when its records cannot be stored, however many writes fail. */
  private void watchForFailedWrites() {
    AtomicBoolean warned = new AtomicBoolean();
    scope
        .thread()
        .log()
        .onFailure(cause -> {
          if (warned.compareAndSet(false, true)) {
            scope.toSubscribers(
                ServerNotifications.WARNING, StoreWarnings.of(scope.threadId(), cause));
          }
        });
  }
}
