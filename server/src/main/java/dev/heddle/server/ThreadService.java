package dev.heddle.server;

import dev.heddle.protocol.rpc.SerializationScope;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.SkillsChangedNotification;
import dev.heddle.protocol.v2.ThreadShellCommandParams;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.ProviderConfig;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.config.WorkingDirectory;
import dev.heddle.server.connection.ClientConnections;
import dev.heddle.server.connection.ClientRequests;
import dev.heddle.server.context.ContextSource;
import dev.heddle.server.dispatch.RequestLanes;
import dev.heddle.server.goal.GoalTools;
import dev.heddle.server.goal.ThreadGoals;
import dev.heddle.server.handler.ConfigErrors;
import dev.heddle.server.handler.HistoryBounds;
import dev.heddle.server.handler.McpViews;
import dev.heddle.server.handler.ServerDiagnostics;
import dev.heddle.server.handler.SkillRoots;
import dev.heddle.server.handler.ThreadHandlers;
import dev.heddle.server.log.Log;
import dev.heddle.server.mcp.McpThreads;
import dev.heddle.server.model.ModelProvider;
import dev.heddle.server.skill.SkillWatch;
import dev.heddle.server.skill.Skills;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.StoreHealth;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.thread.IdleUnloader;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.LoadedThreads;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.thread.ThreadLoader;
import dev.heddle.server.thread.ThreadQuestions;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.ToolSource;
import dev.heddle.server.tool.TurnTask;
import dev.heddle.server.turn.ContextLimits;
import dev.heddle.server.turn.Later;
import dev.heddle.server.turn.MessageBounds;
import dev.heddle.server.turn.TurnEngine;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one server: their store, those that are loaded, the engine that runs their turns,
 * and the handlers on top, wired together.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class ThreadService {
  private static final Log LOG = Log.of(ThreadService.class);
  private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);

  private final Skills skills;
  private final SkillWatch skillWatch;
  private final SkillRoots skillRoots;
  private final ThreadStore store;
  private final LoadedThreads loaded = new LoadedThreads();
  private final ScheduledExecutorService timer;
  private final TurnEngine engine;
  private final IdleUnloader unloader;
  private final ThreadHandlers handlers;
  private final RequestLanes lanes;
  private volatile boolean ending;

  /**
   * What a service stands on; a test chooses others.
   *
   * @param store where threads are kept; the service closes it
   * @param providers makes a model provider, or has made it before
   * @param git what is known of the repository around a directory
   * @param clock the time
   * @param bounds how much of a history may be in memory
   * @param messages how much of a message models are shown
   * @param tools what models may do, in the order in which it is offered
   * @param mcp the MCP servers of threads
   * @param home where the user's own instructions may be
   * @param userCommands makes what runs a command of the user
   */
  record Ground(
      ThreadStore store,
      Function<ProviderConfig, ModelProvider> providers,
      Function<String, @Nullable GitInfo> git,
      Clock clock,
      HistoryBounds bounds,
      MessageBounds messages,
      List<ToolSource> tools,
      McpThreads mcp,
      Path home,
      Function<ThreadShellCommandParams, TurnTask> userCommands) {}

  /**
   * A service.
   *
   * @param workers runs turns, each on a thread of its own
   * @param lanes where the requests on a thread run
   */
  ThreadService(
      Ground ground,
      Supplier<ServerConfig> config,
      ClientConnections connections,
      ClientRequests requests,
      Executor workers,
      RequestLanes lanes) {
    this.store = ground.store();
    this.lanes = lanes;
    ThreadEvents events = new ThreadEvents(connections);
    ground
        .mcp()
        .listen((threadId, server) -> {
          var update = McpViews.update(threadId, server);
          if (update != null) {
            events.toSubscribers(
                threadId, ServerNotifications.MCP_SERVER_STARTUP_STATUS_UPDATED, update);
          }
        });
    ThreadQuestions questions = new ThreadQuestions(requests, events);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heddle-timer").factory());
    this.skills = new Skills(ground.home(), Path.of(WorkingDirectory.userHome()), config);
    this.skillWatch =
        new SkillWatch(
            skills,
            () -> loaded.all().stream().map(live -> live.settings().cwd()).toList(),
            timer,
            SkillWatch.TOGETHER,
            workers,
            () ->
                events.toAll(ServerNotifications.SKILLS_CHANGED, new SkillsChangedNotification()));
    this.skillRoots = new SkillRoots(skills, skillWatch, events);
    ThreadLoader loader =
        new ThreadLoader(
            store,
            loaded,
            ground.clock(),
            ground.bounds().conversationChars(),
            threadId -> {
              ground.tools().forEach(source -> source.threadClosed(threadId));
              ground.mcp().close(threadId);
              skillWatch.threadsChanged();
            });
    ContextSource context =
        new ContextSource(
            ground.home(),
            config,
            skills,
            ground.clock(),
            ZoneId::systemDefault,
            System.getenv("SHELL"));
    ThreadGoals goals = new ThreadGoals(events, ground.clock());
    List<ToolSource> tools = new ArrayList<>(ground.tools());
    tools.add(new GoalTools(goals));
    this.engine =
        new TurnEngine(
            settings -> ground.providers().apply(providerOf(config.get(), settings)),
            settings -> providerOf(config.get(), settings).streamMaxRetries(),
            settings -> ContextLimits.of(config.get(), settings.model()),
            context,
            events,
            questions,
            tools,
            ground.clock(),
            workers,
            Later.on(timer),
            ground.messages(),
            goals,
            this::goOn);
    this.unloader =
        new IdleUnloader(
            loaded,
            loader,
            events,
            config.get().heddle().idleUnload(),
            ground.clock(),
            (threadId, work) -> lanes.submit(SerializationScope.thread(threadId), work));
    this.handlers =
        ThreadHandlers.of(
            store,
            loaded,
            loader,
            events,
            questions,
            engine,
            goals,
            context,
            config,
            WorkingDirectory.ofProcess(),
            ground.git(),
            Version.NUMBER,
            ground.clock(),
            ground.bounds(),
            ground.userCommands(),
            live -> {
              ground.mcp().open(live.threadId(), live.settings().mcp(), live.settings().cwd());
              skillWatch.threadsChanged();
            });
    timer.scheduleWithFixedDelay(
        this::sweep, SWEEP_INTERVAL.toSeconds(), SWEEP_INTERVAL.toSeconds(), TimeUnit.SECONDS);
  }

  ThreadHandlers handlers() {
    return handlers;
  }

  IdleUnloader unloader() {
    return unloader;
  }

  Skills skills() {
    return skills;
  }

  SkillRoots skillRoots() {
    return skillRoots;
  }

  LoadedThreads loaded() {
    return loaded;
  }

  /** What the server is doing, in numbers. */
  List<ServerDiagnostics.Gauge> gauges(RequestLanes lanes) {
    return List.of(
        new ServerDiagnostics.Gauge("app.lanes.busy", lanes::busyLanes),
        new ServerDiagnostics.Gauge("core.threads.live", () -> loaded.all().size()),
        new ServerDiagnostics.Gauge(
            "core.turns.active",
            () -> loaded.all().stream().filter(live -> live.activeTurn() != null).count()));
  }

  StoreHealth storeHealth() {
    return store.health();
  }

  /** A turn has ended, so its thread may go on by itself, between the requests on it. */
  private void goOn(LiveThread live) {
    inLane(live, () -> handlers().goalTurns().afterTurn(live));
  }

  private void inLane(LiveThread live, Runnable work) {
    try {
      lanes.submit(
          SerializationScope.thread(live.threadId()),
          () -> {
            if (!ending) {
              work.run();
            }
          });
    } catch (RejectedExecutionException e) {
      // The server ends; what waits is sent when the thread is loaded again.
    }
  }

  /** What is to be looked at now and then: threads that nobody uses, and queues. */
  void sweep() {
    try {
      unloader.sweep();
      for (LiveThread live : loaded.all()) {
        if (live.activeTurn() == null) {
          inLane(live, () -> handlers().goalTurns().lookForOthers(live));
        }
      }
    } catch (RuntimeException | Error e) {
      // Thrown on, it would be the last look. Memory may be there again for the next.
      LOG.error("looking for idle threads and full queues failed", e);
    }
  }

  private static ProviderConfig providerOf(ServerConfig config, TurnSettings settings) {
    ProviderConfig own = settings.ownProvider();
    try {
      return own == null ? config.provider(settings.modelProvider()) : own;
    } catch (ConfigException e) {
      throw ConfigErrors.cannotLoad(e.message());
    }
  }

  /** Interrupts what runs, keeping what it has said; waits for it, but no longer than this. */
  void interruptAll(Duration patience) {
    ending = true;
    if (!engine.interruptAll(loaded.all(), patience)) {
      LOG.warn("some turns did not end in time");
    }
    timer.shutdownNow();
    skillWatch.close();
  }

  /** Stores what is not stored yet, and closes the store; returns whether all is. */
  boolean close() {
    try {
      store.close();
      return true;
    } catch (ThreadStoreException e) {
      LOG.error("not everything could be stored", e);
      return false;
    }
  }
}
