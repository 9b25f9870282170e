package dev.heddle.server.handler;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadGoalUpdatedNotification;
import dev.heddle.protocol.v2.ThreadResumeInitialTurnsPageParams;
import dev.heddle.protocol.v2.ThreadResumeParams;
import dev.heddle.protocol.v2.ThreadResumeResponse;
import dev.heddle.protocol.v2.ThreadStatus;
import dev.heddle.protocol.v2.ThreadTokenUsageUpdatedNotification;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.TurnItemsView;
import dev.heddle.protocol.v2.TurnsPage;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.context.ContextSource;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.goal.Goal;
import dev.heddle.server.goal.ThreadGoals;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.ActiveTurn;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.SettingsRecords;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.thread.ThreadLoader;
import dev.heddle.server.thread.ThreadQuestions;
import dev.heddle.server.thread.TurnSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code thread/resume}: brings a stored thread into memory, or joins one that is there, and makes
 * the client hear of it.
 */
public final class ThreadResumeHandler
    implements Handler<ThreadResumeParams, ThreadResumeResponse> {
  private final ThreadStore store;
  private final ThreadAccess threads;
  private final ThreadLoader loader;
  private final ThreadEvents events;
  private final ThreadQuestions questions;
  private final SettingsResolver settings;
  private final NewThreads newThreads;
  private final ThreadHistory history;
  private final RolloutPathRequests paths;
  private final ContextSource told;
  private final GoalTurns goalTurns;
  private final Clock clock;
  private final Consumer<LiveThread> opened;

  ThreadResumeHandler(
      ThreadStore store,
      ThreadAccess threads,
      ThreadLoader loader,
      ThreadEvents events,
      ThreadQuestions questions,
      SettingsResolver settings,
      NewThreads newThreads,
      ThreadHistory history,
      ContextSource told,
      GoalTurns goalTurns,
      Clock clock,
      Consumer<LiveThread> opened) {
    this.store = store;
    this.threads = threads;
    this.loader = loader;
    this.events = events;
    this.questions = questions;
    this.settings = settings;
    this.newThreads = newThreads;
    this.history = history;
    this.paths = new RolloutPathRequests(store);
    this.told = told;
    this.goalTurns = goalTurns;
    this.clock = clock;
    this.opened = opened;
  }

  @Override
  public Reply<ThreadResumeResponse> handle(ThreadResumeParams params, RequestContext context) {
    SettingsResolver.checkForm(params);
    String named = ThreadIds.parseOrNull(params.threadId());
    LiveThread live = named == null ? null : threads.findToResume(named);
    if (live != null) {
      checkJoinable(live, params);
      return join(live, params, context.connection());
    }
    if (params.history() != null) {
      return seed(params.history(), params, context.connection());
    }
    String path = RolloutPathRequests.given(params.path());
    if (path == null) {
      return load(ThreadIds.session(params.threadId()), params, context.connection());
    }
    String threadId = paths.threadToResume(path, params.threadId());
    LiveThread found = threads.findToResume(threadId);
    return found == null
        ? load(threadId, params, context.connection())
        : join(found, params, context.connection());
  }

  private static void checkJoinable(LiveThread live, ThreadResumeParams params) {
    String threadId = live.threadId();
    if (params.history() != null) {
      throw RpcException.invalidRequest(
              ErrorKind.CONFLICT,
              "cannot resume thread " + threadId + " with history while it is already running")
          .onThread(threadId);
    }
    String path = RolloutPathRequests.given(params.path());
    if (path != null && !path.equals(live.log().rolloutPath())) {
      throw RpcException.invalidRequest(
              ErrorKind.CONFLICT,
              "cannot resume running thread "
                  + threadId
                  + " with stale path: requested `"
                  + path
                  + "`, active `"
                  + live.log().rolloutPath()
                  + "`")
          .onThread(threadId);
    }
    if (!live.log().materialized()) {
      throw StoreErrors.noRollout(threadId);
    }
  }

  /**
   * A thread that is in use keeps its settings, and what the request says of them is not looked at.
   * One that nobody uses is loaded again with ours.
   */
  private Reply<ThreadResumeResponse> join(
      LiveThread live, ThreadResumeParams params, ClientConnection client) {
    String threadId = live.threadId();
    if (!events.hasSubscribers(threadId)
        && !settings.rejoin(params, live.settings()).equals(live.settings())) {
      live.log().flush();
      if (live.startClosing()) {
        loader.unload(live);
        events.statusChanged(threadId, new ThreadStatus.NotLoaded());
        return load(threadId, params, client);
      }
    }
    Notices.allTurnsWanted(client, live.log().historyMode(), params.excludeTurns());
    checkTurns(threadId, params);
    return reply(live, params, client, false, questions.subscribe(threadId, client));
  }

  private Reply<ThreadResumeResponse> load(
      String threadId, ThreadResumeParams params, ClientConnection client) {
    AtomicReference<TurnSettings> recorded = new AtomicReference<>();
    LiveThread live =
        StoreErrors.orMissingOrArchived(
            threadId,
            () -> {
              checkTurns(threadId, params);
              return loader.load(
                  threadId,
                  thread -> {
                    recorded.set(settings.recorded(thread.meta(), thread.context()));
                    return settings.resumed(params, thread.meta(), thread.context());
                  });
            });
    JsonObject applied = SettingsRecords.threadSettings(live.settings());
    if (recorded.get() != null && !applied.equals(SettingsRecords.threadSettings(recorded.get()))) {
      live.record(SettingsRecords.applied(clock.instant(), threadId, live.settings()));
    }
    Notices.allTurnsWanted(client, live.log().historyMode(), params.excludeTurns());
    Runnable openQuestions = questions.subscribe(threadId, client);
    events.statusChanged(threadId, live.status());
    return reply(live, params, client, true, openQuestions);
  }

  private void checkTurns(String threadId, ThreadResumeParams params) {
    if (!params.excludeTurns()) {
      history.checkGivenWhole(threadId, "use `excludeTurns: true`");
    }
  }

  /** A new thread that begins with a conversation the client brings. */
  private Reply<ThreadResumeResponse> seed(
      List<JsonObject> conversation, ThreadResumeParams params, ClientConnection client) {
    if (conversation.isEmpty()) {
      throw RpcException.invalidRequest("history must not be empty");
    }
    TurnSettings initial = settings.continued(params, null, new ContextFacts());
    LiveThread live =
        loader.create(
            newThreads.fresh(
                client, initial, store.defaultHistoryMode(), null, preview(conversation)),
            initial,
            false);
    List<RolloutRecord> records = new ArrayList<>();
    conversation.forEach(item -> records.add(Records.responseItem(clock.instant(), item)));
    live.record(records);
    Runnable openQuestions = questions.subscribe(live.threadId(), client);
    events.statusChanged(live.threadId(), live.status());
    return reply(live, params, client, true, openQuestions);
  }

  /** The text of the first message of a user. */
  private static String preview(List<JsonObject> conversation) {
    for (JsonObject item : conversation) {
      if ("user".equals(Json.string(item, "role"))
          && item.get("content") instanceof JsonArray parts) {
        StringBuilder text = new StringBuilder();
        for (JsonElement part : parts) {
          if (part instanceof JsonObject object) {
            text.append(Json.string(object, "text", ""));
          }
        }
        return text.toString();
      }
    }
    return "";
  }

  /** Of a turn that runs, the client hears that it has ended after the answer that shows it. */
  private Reply<ThreadResumeResponse> reply(
      LiveThread live,
      ThreadResumeParams params,
      ClientConnection client,
      boolean cold,
      Runnable openQuestions) {
    Runnable letEnd = holdEnd(live);
    try {
      return snapshot(live, params, client, cold, openQuestions).andThen(letEnd).orElse(letEnd);
    } catch (RuntimeException | Error e) {
      letEnd.run();
      throw e;
    }
  }

  /** Returns what lets the running turn end again. */
  private static Runnable holdEnd(LiveThread live) {
    ActiveTurn turn = live.activeTurn();
    if (turn == null) {
      return () -> {};
    }
    if (turn.expectInput()) {
      return turn::expectedIsOver;
    }
    turn.ended().join(); // it is ending, and told first
    return () -> {};
  }

  private Reply<ThreadResumeResponse> snapshot(
      LiveThread live,
      ThreadResumeParams params,
      ClientConnection client,
      boolean cold,
      Runnable openQuestions) {
    String threadId = live.threadId();
    ThreadQueries.takeStoredName(live, store);
    boolean paginated = live.log().historyMode() == HistoryMode.PAGINATED;
    List<Turn> turns =
        params.excludeTurns()
            ? List.of()
            : new TurnViews(live.settings().cwd())
                .of(history.allTurns(threadId), TurnItemsView.FULL);
    ThreadResumeResponse response =
        ThreadViews.resumed(
            ThreadViews.loaded(live, turns, ThreadPlaces.of(store)),
            live.settings(),
            told.instructionSources(live.settings().cwd()),
            initialPage(live, params.initialTurnsPage()),
            paginated ? history.turnsBackwardsCursor(threadId) : null,
            paginated ? history.itemsBackwardsCursor(threadId) : null);
    ThreadTokenUsageUpdatedNotification usage =
        params.excludeTurns()
            ? (cold && paginated ? TokenUsageReplay.of(live) : null)
            : TokenUsageReplay.of(live, turns);
    Goal goal = ThreadGoals.of(live);
    return Reply.of(response)
        .andThen(() -> {
          if (usage != null) {
            client.notify(threadId, ServerNotifications.THREAD_TOKEN_USAGE_UPDATED, usage);
          }
          if (goal != null) {
            client.notify(
                threadId,
                ServerNotifications.THREAD_GOAL_UPDATED,
                new ThreadGoalUpdatedNotification(threadId, null, goal.view(threadId)));
          }
          Notices.ignoredSettings(client, live, params.config());
          opened.accept(live);
          openQuestions.run();
          goalTurns.asked(live);
        });
  }

  private @Nullable TurnsPage initialPage(
      LiveThread live, @Nullable ThreadResumeInitialTurnsPageParams wanted) {
    if (wanted == null) {
      return null;
    }
    return new TurnPages(history)
        .page(
            new TurnPages.Wanted(
                live.threadId(),
                live.log().historyMode(),
                live.settings().cwd(),
                null,
                wanted.limit(),
                wanted.sortDirection(),
                wanted.itemsView()));
  }
}
