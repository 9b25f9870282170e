package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadForkParams;
import dev.heddle.protocol.v2.ThreadForkResponse;
import dev.heddle.protocol.v2.ThreadStartedNotification;
import dev.heddle.protocol.v2.ThreadTokenUsageUpdatedNotification;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.TurnItemsView;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.context.ContextSource;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.goal.Goal;
import dev.heddle.server.goal.ThreadGoals;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadAttachments;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.thread.ActiveTurn;
import dev.heddle.server.thread.ConversationTooLongException;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.SettingsRecords;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.thread.ThreadForks;
import dev.heddle.server.thread.ThreadForks.ForkKind;
import dev.heddle.server.thread.TurnSettings;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code thread/fork}: a new thread that begins with the history of another, up to a turn. The
 * source goes on unharmed, loaded or not, running or not.
 */
public final class ThreadForkHandler implements Handler<ThreadForkParams, ThreadForkResponse> {
  private final ThreadStore store;
  private final ThreadAccess threads;
  private final ThreadForks forks;
  private final ThreadEvents events;
  private final SettingsResolver settings;
  private final NewThreads newThreads;
  private final ThreadHistory history;
  private final ThreadGoals goals;
  private final ContextSource told;
  private final Clock clock;
  private final Consumer<LiveThread> opened;

  ThreadForkHandler(
      ThreadStore store,
      ThreadAccess threads,
      ThreadForks forks,
      ThreadEvents events,
      SettingsResolver settings,
      NewThreads newThreads,
      ThreadHistory history,
      ThreadGoals goals,
      ContextSource told,
      Clock clock,
      Consumer<LiveThread> opened) {
    this.store = store;
    this.threads = threads;
    this.forks = forks;
    this.events = events;
    this.settings = settings;
    this.newThreads = newThreads;
    this.history = history;
    this.goals = goals;
    this.told = told;
    this.clock = clock;
    this.opened = opened;
  }

  @Override
  public Reply<ThreadForkResponse> handle(ThreadForkParams params, RequestContext context) {
    checkCombinations(params);
    StoredThread source = source(params);
    ClientConnection client = context.connection();
    if (params.ephemeral()
        && source.historyMode() == HistoryMode.PAGINATED
        && !params.excludeTurns()) {
      throw RpcException.invalidRequest(
          "ephemeral paginated thread/fork requires `excludeTurns: true`");
    }
    Notices.allTurnsWanted(client, source.historyMode(), params.excludeTurns());
    if (!params.excludeTurns()) {
      history.checkGivenWhole(source.id(), "use `excludeTurns: true`");
    }
    ThreadForks.Inheritance inheritance = inherit(source, params);
    if (inheritance == null) {
      throw turnNotFound(source, params);
    }
    LiveThread child =
        params.ephemeral()
            ? fork(source, inheritance, params, client)
            : forkWithAttachments(source, inheritance, params, client);
    String childId = child.threadId();
    Goal goal = params.deferGoalContinuation() ? inheritGoal(source, child) : null;
    // Before the answer exists: the client may start a turn as soon as it reads it, in a lane of
    // its own, and must not miss that turn's first events.
    events.subscribe(childId, client);
    List<Turn> turns =
        params.excludeTurns()
            ? List.of()
            : new TurnViews(child.settings().cwd())
                .of(
                    child.ephemeral() ? forks.turns(inheritance) : history.allTurns(childId),
                    TurnItemsView.FULL);
    ThreadTokenUsageUpdatedNotification usage = TokenUsageReplay.of(child, turns);
    String projectId = projectOf(child, source);
    var started = new ThreadStartedNotification(ThreadViews.made(child, List.of(), projectId));
    return Reply.of(
            ThreadViews.forked(
                ThreadViews.made(child, turns, projectId),
                child.settings(),
                told.instructionSources(child.settings().cwd())))
        .together()
        .andThen(() -> {
          if (usage != null) {
            client.notify(childId, ServerNotifications.THREAD_TOKEN_USAGE_UPDATED, usage);
          }
          events.toAll(childId, ServerNotifications.THREAD_STARTED, started);
          if (goal != null) {
            goals.tell(childId, null, goal);
          }
          Notices.ignoredSettings(client, child, params.config());
          opened.accept(child);
        });
  }

  private ThreadForks.@Nullable Inheritance inherit(StoredThread source, ThreadForkParams params) {
    ForkKind kind = ForkKind.STORED;
    if (params.ephemeral()) {
      kind = params.excludeTurns() ? ForkKind.EPHEMERAL : ForkKind.EPHEMERAL_WITH_TURNS;
    }
    try {
      return forks.inherit(source.id(), newThreads.nextId(), point(params, source), kind);
    } catch (ConversationTooLongException e) {
      throw e.refusal();
    }
  }

  /**
   * Forks all of a thread, keeps its settings, and tells of it at once: the answer of the request
   * that wants it is about a turn on the new thread.
   */
  LiveThread forkAnnounced(String threadId, ClientConnection client) {
    ThreadForkParams params = ThreadForkParams.withoutTurns(threadId);
    StoredThread source = source(params);
    ThreadForks.Inheritance inheritance =
        forks.inherit(source.id(), newThreads.nextId(), new ForkPoint.Latest(), ForkKind.STORED);
    if (inheritance == null) {
      throw StoreErrors.noRollout(source.id());
    }
    LiveThread child = fork(source, inheritance, params, client);
    events.subscribe(child.threadId(), client);
    events.toAll(
        child.threadId(),
        ServerNotifications.THREAD_STARTED,
        new ThreadStartedNotification(
            ThreadViews.made(child, List.of(), projectOf(child, source))));
    return child;
  }

  /**
   * Gives the fork the goal of its source, with what was used for it; it waits until a turn of the
   * fork has ended. Null when there is none.
   */
  private @Nullable Goal inheritGoal(StoredThread source, LiveThread child) {
    Goal goal = Goal.read(source.goal());
    return goal == null ? null : goals.change(child, none -> goal.waiting()).after();
  }

  private static void checkCombinations(ThreadForkParams params) {
    if (params.lastTurnId() != null && params.beforeTurnId() != null) {
      throw RpcException.invalidRequest("`beforeTurnId` cannot be combined with `lastTurnId`");
    }
    if (params.ephemeral() && params.deferGoalContinuation()) {
      throw RpcException.invalidRequest(
          "`deferGoalContinuation` cannot be combined with `ephemeral`");
    }
  }

  private StoredThread source(ThreadForkParams params) {
    String path = RolloutPathRequests.given(params.path());
    String threadId =
        path == null
            ? ThreadIds.session(params.threadId())
            : new RolloutPathRequests(store).thread(path, params.threadId());
    LiveThread live = threads.find(threadId);
    if (live == null) {
      StoredThread stored =
          StoreErrors.orMissingOrArchived(threadId, () -> store.read(threadId, true));
      if (stored.archived()) {
        throw StoreErrors.archived(threadId);
      }
      return stored;
    }
    if (!live.log().materialized()) {
      throw StoreErrors.noRollout(threadId);
    }
    ActiveTurn running = live.activeTurn();
    if (running != null) {
      running.journalNow();
    }
    live.log().flush();
    return live.facts();
  }

  /** What is beside the source comes first: a fork that is there has it, and a refusal nothing. */
  private LiveThread forkWithAttachments(
      StoredThread source,
      ThreadForks.Inheritance inheritance,
      ThreadForkParams params,
      ClientConnection client) {
    String childId = inheritance.childId();
    ThreadAttachments attachments = store.attachments().orElse(null);
    try {
      if (attachments != null) {
        attachments.copy(source.id(), childId);
      }
      return fork(source, inheritance, params, client);
    } catch (RuntimeException | Error refusal) {
      try {
        if (attachments != null) {
          attachments.forget(childId);
        }
      } catch (ThreadStoreException e) {
        refusal.addSuppressed(e); // they stay, of a thread that nobody finds
      }
      throw refusal;
    }
  }

  private LiveThread fork(
      StoredThread source,
      ThreadForks.Inheritance inheritance,
      ThreadForkParams params,
      ClientConnection client) {
    String childId = inheritance.childId();
    TurnSettings childSettings =
        settings.continued(params, inheritance.recorded().meta(), inheritance.recorded().context());
    NewThread child =
        newThreads.fork(
            childId,
            client,
            childSettings,
            new NewThreads.ForkSource(
                source.id(),
                source.historyMode(),
                inheritance.recorded().facts().hasUserMessage() ? source.preview() : "",
                source.name()),
            params.threadSource());
    if (params.ephemeral()) {
      return forks.forkEphemeral(child, inheritance, childSettings);
    }
    return Projects.inherit(
        store,
        source.id(),
        childId,
        () ->
            forks.fork(
                child,
                inheritance,
                childSettings,
                SettingsRecords.applied(clock.instant(), childId, childSettings)));
  }

  /** The project of a fork: its own, or where it can have none, that of its source. */
  private @Nullable String projectOf(LiveThread child, StoredThread source) {
    return ThreadPlaces.of(store)
        .projects()
        .projectOf(child.ephemeral() ? source.id() : child.threadId());
  }

  private ForkPoint point(ThreadForkParams params, StoredThread source) {
    String last = params.lastTurnId();
    if (last != null) {
      LiveThread live = threads.find(source.id());
      ActiveTurn running = live == null ? null : live.activeTurn();
      if (running != null && running.turnId().equals(last)) {
        throw RpcException.invalidRequest(
            ErrorKind.CONFLICT, "lastTurnId '" + last + "' identifies an in-progress turn");
      }
      return new ForkPoint.ThroughTurn(last);
    }
    String before = params.beforeTurnId();
    return before == null ? new ForkPoint.Latest() : new ForkPoint.BeforeTurn(before);
  }

  private static RpcException turnNotFound(StoredThread source, ThreadForkParams params) {
    boolean last = params.lastTurnId() != null;
    @Nullable String turnId = last ? params.lastTurnId() : params.beforeTurnId();
    return RpcException.invalidRequest(
            ErrorKind.TURN_NOT_FOUND,
            source.historyMode() == HistoryMode.PAGINATED
                ? "turn not found: " + turnId
                : (last ? "lastTurnId '" : "beforeTurnId '")
                    + turnId
                    + "' was not found in the source thread")
        .onThread(source.id());
  }
}
