package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadRevertParams;
import dev.heddle.protocol.v2.ThreadRevertResponse;
import dev.heddle.protocol.v2.ThreadRevertedNotification;
import dev.heddle.protocol.v2.ThreadRollbackParams;
import dev.heddle.protocol.v2.ThreadRollbackResponse;
import dev.heddle.protocol.v2.ThreadStatus;
import dev.heddle.protocol.v2.TurnItemsView;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.ReadState;
import dev.heddle.server.store.Reverts;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.SettingsRecords;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.thread.ThreadLoader;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.turn.ReadStateViews;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The requests that cut the newest turns off a loaded thread: {@code thread/revert} for paginated
 * histories, by reference, and {@code thread/rollback} for legacy ones, by a record.
 */
public final class ThreadRevert {
  private final ThreadStore store;
  private final ThreadAccess threads;
  private final ThreadLoader loader;
  private final ThreadEvents events;
  private final ThreadHistory history;
  private final Clock clock;

  ThreadRevert(
      ThreadStore store,
      ThreadAccess threads,
      ThreadLoader loader,
      ThreadEvents events,
      ThreadHistory history,
      Clock clock) {
    this.store = store;
    this.threads = threads;
    this.loader = loader;
    this.events = events;
    this.history = history;
    this.clock = clock;
  }

  /** {@code thread/revert}. A turn that is not there is refused before anything is touched. */
  public Reply<ThreadRevertResponse> revert(ThreadRevertParams params, RequestContext context) {
    LiveThread live = threads.loaded(params.threadId());
    String threadId = live.threadId();
    if (live.ephemeral()) {
      throw RpcException.invalidRequest("ephemeral threads do not support thread/revert")
          .onThread(threadId);
    }
    Reverts reverts = store.reverts().orElse(null);
    if (live.log().historyMode() != HistoryMode.PAGINATED) {
      throw RpcException.invalidRequest("thread/revert only supports paginated threads")
          .onThread(threadId);
    }
    if (reverts == null) {
      throw RpcException.unsupported("thread/revert").onThread(threadId);
    }
    if (!live.log().materialized()) {
      throw StoreErrors.noRollout(threadId);
    }
    checkTurn(threadId, params.beforeTurnId());
    TurnSettings settings = live.settings();
    boolean interrupted = history.lastTurnInterrupted(live); // what can fail comes first
    ThreadRemovals.stop(live);
    boolean wasInterrupted = Objects.requireNonNullElse(live.lastTurnInterrupted(), interrupted);
    ReadState readBefore = live.facts().readState();
    Supplier<LiveThread> reload =
        () -> {
          LiveThread loaded = loader.load(threadId, recorded -> settings);
          loaded.revertedInterrupted(wasInterrupted); // what waits for that waits on
          tellReadState(threadId, readBefore, loaded.facts().readState());
          events.statusChanged(threadId, loaded.status());
          return loaded;
        };
    try {
      loader.unload(live);
      events.statusChanged(threadId, new ThreadStatus.NotLoaded());
      reverts.revertBefore(
          threadId,
          params.beforeTurnId(),
          List.of( // the thread keeps its settings, wherever they were recorded
              SettingsRecords.applied(clock.instant(), threadId, settings)));
    } catch (RuntimeException | Error refusal) {
      try {
        var unused = reload.get();
      } catch (RuntimeException e) {
        refusal.addSuppressed(e);
      }
      throw refusal;
    }
    LiveThread reloaded = reload.get();
    return Reply.of(
            new ThreadRevertResponse(
                ThreadViews.loaded(reloaded, List.of(), ThreadPlaces.of(store)),
                history.turnsBackwardsCursor(threadId),
                history.itemsBackwardsCursor(threadId)))
        .andThen(() ->
            events.toAll(
                threadId,
                ServerNotifications.THREAD_REVERTED,
                new ThreadRevertedNotification(threadId)));
  }

  /** The turn that was unread may be among those that are gone. */
  private void tellReadState(String threadId, ReadState before, ReadState after) {
    if (!Objects.equals(before.firstUnreadTurnId(), after.firstUnreadTurnId())) {
      events.readStateChanged(threadId, ReadStateViews.of(after));
    }
  }

  private void checkTurn(String threadId, String turnId) {
    if (history.ordinal(threadId, turnId) != null) {
      return;
    }
    throw RpcException.invalidRequest(ErrorKind.TURN_NOT_FOUND, "turn not found: " + turnId)
        .onThread(threadId);
  }

  /** {@code thread/rollback}: the peer no longer has it; clients still send it. */
  public Reply<ThreadRollbackResponse> rollback(
      ThreadRollbackParams params, RequestContext context) {
    LiveThread live = threads.loaded(params.threadId());
    String threadId = live.threadId();
    Notices.rollback(context.connection());
    if (params.numTurns() < 1) {
      throw RpcException.invalidRequest("numTurns must be >= 1");
    }
    if (live.log().historyMode() == HistoryMode.PAGINATED) {
      throw RpcException.invalidRequest("paginated threads do not support thread/rollback")
          .onThread(threadId);
    }
    if (live.activeTurn() != null) {
      throw RpcException.invalidRequest(
              ErrorKind.CONFLICT, "cannot roll back while a turn is in progress")
          .onThread(threadId);
    }
    List<StoredTurn> turns = List.of();
    if (!live.ephemeral()) {
      history.checkGivenWhole(threadId, "fork it from an earlier turn with `excludeTurns: true`");
      turns = history.allTurns(threadId); // afterwards there may be nothing to read them from
    }
    RecordedChanges.make(
        live,
        () -> {
          live.record(Records.rolledBack(clock.instant(), params.numTurns()));
          live.sent().turnsTakenBack(!live.ephemeral());
        });
    return Reply.of(
        new ThreadRollbackResponse(
            ThreadViews.loaded(
                live,
                new TurnViews(live.settings().cwd())
                    .of(rolledBack(turns, params.numTurns()), TurnItemsView.FULL),
                ThreadPlaces.of(store))));
  }

  /** What is left of these turns, as the fold has it once the record is read. */
  private static List<StoredTurn> rolledBack(List<StoredTurn> turns, long userTurns) {
    int left = turns.size();
    for (long toDrop = userTurns; left > 0 && toDrop > 0; ) {
      left--;
      toDrop -= turns.get(left).hasUserMessage() ? 1 : 0;
    }
    return turns.subList(0, left);
  }
}
