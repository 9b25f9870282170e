package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ApiThread;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadHistoryMode;
import dev.heddle.protocol.v2.ThreadStartParams;
import dev.heddle.protocol.v2.ThreadStartResponse;
import dev.heddle.protocol.v2.ThreadStartedNotification;
import dev.heddle.server.context.ContextSource;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.thread.ThreadLoader;
import dev.heddle.server.thread.TurnSettings;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** {@code thread/start}: opens a new thread. Nothing is stored before its first turn. */
public final class ThreadStartHandler implements Handler<ThreadStartParams, ThreadStartResponse> {
  private final ThreadStore store;
  private final ThreadLoader loader;
  private final ThreadEvents events;
  private final SettingsResolver settings;
  private final NewThreads newThreads;
  private final ContextSource told;
  private final Consumer<LiveThread> opened;

  ThreadStartHandler(
      ThreadStore store,
      ThreadLoader loader,
      ThreadEvents events,
      SettingsResolver settings,
      NewThreads newThreads,
      ContextSource told,
      Consumer<LiveThread> opened) {
    this.store = store;
    this.loader = loader;
    this.events = events;
    this.settings = settings;
    this.newThreads = newThreads;
    this.told = told;
    this.opened = opened;
  }

  @Override
  public Reply<ThreadStartResponse> handle(ThreadStartParams params, RequestContext context) {
    SettingsResolver.checkForm(params);
    String projectId = params.projectId();
    if (projectId != null) {
      if (projectId.isEmpty()) {
        throw RpcException.invalidRequest("projectId must not be empty");
      }
      Projects.check(store, projectId);
    }
    TurnSettings initial = settings.start(params);
    boolean ephemeral = Boolean.TRUE.equals(params.ephemeral());
    NewThread thread =
        newThreads.fresh(context.connection(), initial, mode(params), params.threadSource(), "");
    Supplier<LiveThread> making = () -> loader.create(thread, initial, ephemeral);
    LiveThread live =
        projectId == null || ephemeral
            ? making.get()
            : Projects.begin(store, thread.threadId(), projectId, making);
    // Before the answer exists: the client may start a turn as soon as it reads it.
    events.subscribe(live.threadId(), context.connection());
    ApiThread view = ThreadViews.made(live, List.of(), projectId);
    return Reply.of(ThreadViews.started(view, initial, told.instructionSources(initial.cwd())))
        .together()
        .andThen(() ->
            events.toAll(
                live.threadId(),
                ServerNotifications.THREAD_STARTED,
                new ThreadStartedNotification(view)))
        .andThen(() -> Notices.ignoredSettings(context.connection(), live, params.config()))
        .andThen(() -> opened.accept(live));
  }

  private HistoryMode mode(ThreadStartParams params) {
    ThreadHistoryMode wanted = params.historyMode();
    if (wanted == null) {
      return store.defaultHistoryMode();
    }
    return wanted == ThreadHistoryMode.PAGINATED ? HistoryMode.PAGINATED : HistoryMode.LEGACY;
  }
}
