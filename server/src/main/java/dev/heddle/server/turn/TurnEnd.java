package dev.heddle.server.turn;

import dev.heddle.protocol.v2.ErrorNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadItem;
import dev.heddle.protocol.v2.ThreadStatus;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.TurnCompletedNotification;
import dev.heddle.protocol.v2.TurnError;
import dev.heddle.protocol.v2.TurnItemsView;
import dev.heddle.protocol.v2.TurnStatus;
import dev.heddle.server.log.Log;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.store.ReadState;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.Uuid7;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The end of one turn: recorded and handed to the operating system, then told to clients, by the
 * turn or by the request that interrupted it.
 *
 * <p><b>Thread-safety:</b> the turn's runner; whoever tells of the end may be on another thread.
 */
final class TurnEnd {
  private static final Log LOG = Log.of(TurnEnd.class);

  private final TurnScope scope;
  private final TurnTools tools;
  private final AtomicBoolean announced = new AtomicBoolean();

  TurnEnd(TurnScope scope, TurnTools tools) {
    this.scope = scope;
    this.tools = tools;
  }

  /**
   * It has come to its end, and nobody adds to it any more: recorded, then told.
   *
   * @param firstTokenAt when the model's first text arrived, or null
   */
  void reached(TurnStatus status, @Nullable TurnError error, @Nullable Instant firstTokenAt) {
    scope.goal().end(status, error, scope.items().lastAgentMessage() != null);
    if (status != TurnStatus.INTERRUPTED) {
      scope.goal().tell();
    }
    Instant now = scope.clock().instant();
    long durationMs = Duration.between(scope.turn().startedAt(), now).toMillis();
    ReadState readBefore = scope.thread().facts().readState();
    scope.record(records(status, error, now, durationMs, firstTokenAt));
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
    scope
        .turn()
        .end(() -> announce(view, error, status == TurnStatus.INTERRUPTED ? null : readBefore));
  }

  /**
   * Whatever went wrong with its end, the turn must not stand in the way of others, and nobody
   * waits for it.
   */
  void force() {
    TurnError error = TurnErrors.internal();
    try {
      scope.goal().end(TurnStatus.FAILED, error, false); // or the next turn would fail as well
    } catch (RuntimeException | Error e) {
      LOG.error("the goal of thread " + scope.threadId() + " could not be stopped", e);
    }
    scope.thread().finish(scope.turn(), true);
    Turn view = withoutItems(view(TurnStatus.FAILED, error, scope.clock().instant(), null));
    scope.turn().outcome().complete(view);
    scope.turn().end(() -> announce(view, error, null));
  }

  private List<RolloutRecord> records(
      TurnStatus status,
      @Nullable TurnError error,
      Instant now,
      long durationMs,
      @Nullable Instant firstTokenAt) {
    long startedAt = scope.turn().startedAt().getEpochSecond();
    if (status == TurnStatus.INTERRUPTED) {
      RolloutRecord aborted =
          Records.turnAborted(
              now,
              scope.turnId(),
              scope.turn().rootTurnId(),
              "interrupted",
              startedAt,
              now.getEpochSecond(),
              durationMs);
      return scope.compacts() // what is half done then is of no matter to the model
          ? List.of(aborted)
          : List.of(scope.responseItem(Messages.turnAborted("msg_" + Uuid7.next())), aborted);
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

  private Turn view(
      TurnStatus status, @Nullable TurnError error, Instant now, @Nullable Long durationMs) {
    StoredItem last = scope.items().lastAgentMessage();
    List<ThreadItem> items =
        status == TurnStatus.COMPLETED && last != null
            ? List.of(ItemViews.of(last, scope.settings().cwd()))
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

  /** Tells of the end, the first time it is called. */
  private void announce(Turn view, @Nullable TurnError error, @Nullable ReadState readBefore) {
    if (!announced.compareAndSet(false, true)) {
      return;
    }
    scope.gather();
    try {
      tell(view, error, readBefore);
    } finally {
      scope.letGo();
    }
  }

  private void tell(Turn view, @Nullable TurnError error, @Nullable ReadState readBefore) {
    // Not as the thread is now: the next turn may have begun.
    ThreadStatus after = error == null ? new ThreadStatus.Idle() : new ThreadStatus.SystemError();
    if (error != null) {
      scope.statusChanged(after);
      scope.toSubscribers(
          ServerNotifications.ERROR,
          new ErrorNotification(error, false, scope.threadId(), scope.turnId()));
    }
    if (readBefore != null) {
      tellReadState(readBefore);
    }
    if (error == null) {
      scope.statusChanged(after);
    }
    scope.toSubscribers(
        ServerNotifications.TURN_COMPLETED, new TurnCompletedNotification(scope.threadId(), view));
    tools.turnEnded();
  }

  private void tellReadState(ReadState before) {
    ReadState now = scope.thread().facts().readState();
    if (!now.equals(before) && !scope.thread().ephemeral()) {
      scope.readStateChanged(now);
    }
  }
}
