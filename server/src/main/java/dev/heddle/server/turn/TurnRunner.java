package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ErrorNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadItem;
import dev.heddle.protocol.v2.ThreadReadStateChangedNotification;
import dev.heddle.protocol.v2.ThreadStatus;
import dev.heddle.protocol.v2.ThreadStatusChangedNotification;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.TurnCompletedNotification;
import dev.heddle.protocol.v2.TurnError;
import dev.heddle.protocol.v2.TurnItemsView;
import dev.heddle.protocol.v2.TurnStartedNotification;
import dev.heddle.protocol.v2.TurnStatus;
import dev.heddle.server.log.Log;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelProvider;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.store.ReadState;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.thread.ConversationTooLongException;
import dev.heddle.server.thread.TurnInput;
import dev.heddle.server.tool.TurnTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs one turn from its announcement to its end: asks the model, carries out its calls, sends what
 * the user added meanwhile, until the model has nothing more to do.
 *
 * <p>The end is recorded and handed to the operating system before clients hear of it.
 *
 * <p><b>Thread-safety:</b> runs once, on a virtual thread of its own.
 */
final class TurnRunner implements Runnable {
  private static final Log LOG = Log.of(TurnRunner.class);

  /** First pause before a broken stream is tried again; doubles with each attempt. */
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);

  private final TurnScope scope;
  private final ModelProvider provider;
  private final int streamMaxRetries;
  private final String instructions;
  private final @Nullable JsonObject outputSchema;
  private final TokenCounter tokens;
  private final List<StoredItem> firstItems;
  private final TurnTools tools;
  private final @Nullable TurnTask opening;
  private final AnswerDelay delay;
  private @Nullable Instant firstTokenAt;

  TurnRunner(
      TurnScope scope,
      ModelProvider provider,
      int streamMaxRetries,
      String instructions,
      @Nullable JsonObject outputSchema,
      TokenCounter tokens,
      List<StoredItem> firstItems,
      TurnTools tools,
      @Nullable TurnTask opening) {
    this.scope = scope;
    this.provider = provider;
    this.streamMaxRetries = streamMaxRetries;
    this.instructions = instructions;
    this.outputSchema = outputSchema;
    this.tokens = tokens;
    this.firstItems = firstItems;
    this.tools = tools;
    this.opening = opening;
    this.delay = new AnswerDelay(scope.turn());
  }

  /** Tells clients that the turn has begun; called after its answer was queued, before run. */
  void announce() {
    scope.kind().announceOpening(scope);
    scope.toAll(
        ServerNotifications.THREAD_STATUS_CHANGED,
        new ThreadStatusChangedNotification(scope.threadId(), scope.thread().status()));
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
        converse();
      }
    } catch (CancelledException e) {
      status = TurnStatus.INTERRUPTED;
    } catch (ModelException e) {
      status = TurnStatus.FAILED;
      error = TurnErrors.of(e);
    } catch (RuntimeException | Error e) {
      LOG.error("turn " + scope.turnId() + " failed", e);
      status = TurnStatus.FAILED;
      error = TurnErrors.internal();
    }
    scope.letGo();
    tools.turnEnds();
    scope.kind().close(scope, status);
    end(status, error);
  }

  /** Does what the turn was started for; whether there is something for the model, too. */
  private boolean hasMoreAfter(TurnTask task) throws CancelledException {
    tools.run(task);
    while (!takeInput()) {
      if (scope.turn().closeIfDrained()) {
        return false;
      }
    }
    return true;
  }

  private void converse() throws CancelledException, ModelException {
    do {
      List<JsonObject> calls = sample().calls();
      while (!calls.isEmpty()) {
        tools.answer(calls);
        takeInput();
        calls = sample().calls();
      }
    } while (takeInput() || !scope.turn().closeIfDrained());
  }

  /** One complete answer of the model, with retries of broken streams. */
  private ModelAnswer sample() throws CancelledException, ModelException {
    for (int attempt = 1; ; attempt++) {
      scope.turn().cancellation().check();
      tools.tellModel();
      ModelAnswer answer = new ModelAnswer(scope, delay);
      try {
        provider.stream(request(), answer, scope.turn().startSampling());
        scope.turn().stopSampling();
        noteFirstToken(answer);
        if (scope.kind().speaksToUser()) {
          tokens.count(scope, answer);
        }
        tools.modelAnswered();
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
        boolean again = e.retryable() && attempt <= streamMaxRetries;
        delay.await();
        answer.breakOff(!again);
        tools.abort(answer.calls());
        if (!again) {
          throw e;
        }
        scope.toSubscribers(
            ServerNotifications.ERROR,
            new ErrorNotification(
                TurnErrors.retrying(e, attempt, streamMaxRetries),
                true,
                scope.threadId(),
                scope.turnId()));
        pause(
            e.retryAfter() == null
                ? FIRST_BACKOFF.multipliedBy(1L << attempt - 1)
                : e.retryAfter());
      }
    }
  }

  private List<JsonObject> conversation() throws ModelException {
    try {
      return scope.kind().conversation();
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

  private ModelRequest request() throws ModelException {
    var settings = scope.settings();
    return new ModelRequest(
        settings.model(),
        instructions,
        conversation(),
        tools.definitions(),
        settings.reasoningEffort(),
        settings.reasoningSummary() == null
            ? null
            : SettingsRecords.wireName(settings.reasoningSummary()),
        outputSchema,
        scope.threadId(),
        scope.turnId());
  }

  /** Sends on what the user added meanwhile. Returns whether there was any. */
  private boolean takeInput() {
    List<TurnInput> inputs = scope.turn().drain();
    for (TurnInput input : inputs) {
      StoredItem item = UserMessages.record(scope, input);
      if (item != null) {
        scope.items().awaitStored();
        scope.items().announceStarted(item);
        scope.items().announceCompleted(item);
      }
    }
    return !inputs.isEmpty();
  }

  private void pause(Duration duration) throws CancelledException {
    CompletableFuture<Void> over = new CompletableFuture<>();
    over.completeOnTimeout(null, duration.toMillis(), TimeUnit.MILLISECONDS);
    try (var cancelled = scope.turn().cancellation().onCancel(() -> over.complete(null))) {
      over.join();
    }
    scope.turn().cancellation().check();
  }

  private void noteFirstToken(ModelAnswer answer) {
    if (firstTokenAt == null && answer.firstTextAt() != null) {
      firstTokenAt = answer.firstTextAt();
    }
  }

  private void end(TurnStatus status, @Nullable TurnError error) {
    for (TurnInput input : scope.turn().close()) {
      UserMessages.record(scope, input);
    }
    Instant now = scope.clock().instant();
    long durationMs = Duration.between(scope.turn().startedAt(), now).toMillis();
    ReadState readBefore = scope.thread().facts().readState();
    scope.record(endRecords(status, error, now, durationMs));
    try {
      scope.thread().log().flush();
    } catch (ThreadStoreException e) {
      // Told to the client by the failure listener; the turn's result is delivered all the same.
      LOG.warn("turn " + scope.turnId() + " is not stored yet: " + e.message());
    }
    // What fails from now on is the next turn's to tell, or the request's that it fails.
    scope.thread().log().onFailure(cause -> {});
    scope.thread().finish(scope.turn(), status == TurnStatus.FAILED);
    Turn view = view(status, error, now, durationMs);
    scope.turn().outcome().complete(withoutItems(view));
    if (status == TurnStatus.INTERRUPTED) {
      tellReadState(readBefore); // before the answer to who interrupted it
    }
    AtomicBoolean announced = new AtomicBoolean();
    scope
        .turn()
        .end(() -> {
          if (announced.compareAndSet(false, true)) {
            announceEnd(view, error, status == TurnStatus.INTERRUPTED ? null : readBefore);
          }
        });
  }

  private List<RolloutRecord> endRecords(
      TurnStatus status, @Nullable TurnError error, Instant now, long durationMs) {
    long startedAt = scope.turn().startedAt().getEpochSecond();
    if (status == TurnStatus.INTERRUPTED) {
      return List.of(
          scope.responseItem(Messages.turnAborted("msg_" + Uuid7.next())),
          Records.turnAborted(
              now,
              scope.turnId(),
              scope.turn().rootTurnId(),
              "interrupted",
              startedAt,
              now.getEpochSecond(),
              durationMs));
    }
    StoredItem last = scope.items().lastAgentMessage();
    return List.of(
        Records.taskComplete(
            now,
            scope.turnId(),
            scope.turn().rootTurnId(),
            last == null || error != null ? null : StoredItems.text(last.item()),
            error == null ? null : ErrorRecords.of(error),
            startedAt,
            now.getEpochSecond(),
            durationMs,
            firstTokenAt == null
                ? null
                : Duration.between(scope.turn().startedAt(), firstTokenAt).toMillis()));
  }

  private Turn view(TurnStatus status, @Nullable TurnError error, Instant now, long durationMs) {
    StoredItem last = scope.items().lastAgentMessage();
    List<ThreadItem> items =
        status == TurnStatus.COMPLETED && last != null
            ? List.of(ItemViews.of(last, scope.thread().settings().cwd()))
            : List.of();
    return new Turn(
        scope.turnId(),
        scope.turn().rootTurnId(),
        items,
        items.isEmpty() ? TurnItemsView.NOT_LOADED : TurnItemsView.SUMMARY,
        status,
        error,
        scope.turn().startedAt().getEpochSecond(),
        now.getEpochSecond(),
        durationMs);
  }

  private static Turn withoutItems(Turn turn) {
    return new Turn(
        turn.id(),
        turn.rootTurnId(),
        List.of(),
        TurnItemsView.NOT_LOADED,
        turn.status(),
        turn.error(),
        turn.startedAt(),
        turn.completedAt(),
        turn.durationMs());
  }

  private void announceEnd(Turn view, @Nullable TurnError error, @Nullable ReadState readBefore) {
    scope.gather();
    try {
      tellEnd(view, error, readBefore);
    } finally {
      scope.letGo();
    }
  }

  private void tellEnd(Turn view, @Nullable TurnError error, @Nullable ReadState readBefore) {
    // Not as the thread is now: the next turn may have begun.
    ThreadStatus after = error == null ? new ThreadStatus.Idle() : new ThreadStatus.SystemError();
    var status = new ThreadStatusChangedNotification(scope.threadId(), after);
    if (error != null) {
      scope.toAll(ServerNotifications.THREAD_STATUS_CHANGED, status);
      scope.toSubscribers(
          ServerNotifications.ERROR,
          new ErrorNotification(error, false, scope.threadId(), scope.turnId()));
    }
    if (readBefore != null) {
      tellReadState(readBefore);
    }
    if (error == null) {
      scope.toAll(ServerNotifications.THREAD_STATUS_CHANGED, status);
    }
    scope.toSubscribers(
        ServerNotifications.TURN_COMPLETED, new TurnCompletedNotification(scope.threadId(), view));
    tools.turnEnded();
  }

  private void tellReadState(ReadState before) {
    ReadState now = scope.thread().facts().readState();
    if (!now.equals(before) && !scope.thread().ephemeral()) {
      scope.toAll(
          ServerNotifications.THREAD_READ_STATE_CHANGED,
          new ThreadReadStateChangedNotification(scope.threadId(), ReadStateViews.of(now)));
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
