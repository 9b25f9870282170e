package dev.heddle.server;

import com.google.common.base.Suppliers;
import dev.heddle.protocol.v2.ThreadShellCommandParams;
import dev.heddle.server.command.CommandBounds;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.ServerConfigFile;
import dev.heddle.server.connection.Limits;
import dev.heddle.server.exec.ExecSessions;
import dev.heddle.server.exec.UserCommands;
import dev.heddle.server.handler.HistoryBounds;
import dev.heddle.server.mcp.McpThreads;
import dev.heddle.server.process.ChildEnvironment;
import dev.heddle.server.process.ChildProcesses;
import dev.heddle.server.sandbox.Sandbox;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.journal.Backlog;
import dev.heddle.server.store.local.Blobs;
import dev.heddle.server.store.local.Durability;
import dev.heddle.server.store.local.LocalThreadStore;
import dev.heddle.server.store.memory.InMemoryThreadStore;
import dev.heddle.server.store.memory.MemoryBacking;
import dev.heddle.server.store.postgres.EmbeddedDatabase;
import dev.heddle.server.store.postgres.PostgresThreadStore;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.tool.ToolSource;
import dev.heddle.server.tool.TurnTask;
import dev.heddle.server.tool.mcp.McpTools;
import dev.heddle.server.turn.MessageBounds;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A server in this JVM on a store of the test's choice, with a scripted model. It can be started
 * again on what it stored.
 */
public final class TestServer {
  private final Path home;
  private final Kind kind;
  private final ScriptedModel model = new ScriptedModel();
  private final MemoryBacking memory = new MemoryBacking();
  private final Supplier<String> database = Suppliers.memoize(EmbeddedDatabase::newSchema);
  private HistoryBounds bounds = HistoryBounds.forHeap(Runtime.getRuntime().maxMemory());
  private CommandBounds commandBounds = CommandBounds.forHeap(Runtime.getRuntime().maxMemory());
  private MessageBounds messages = MessageBounds.forHeap(Runtime.getRuntime().maxMemory());
  private @Nullable Executor runners;
  private Limits limits = Limits.DEFAULT;
  private final List<String> overrides = new ArrayList<>();
  private Clock clock = Clock.systemUTC();
  private UnaryOperator<ThreadStore> wrapper = store -> store;
  private @Nullable Supplier<ThreadStore> opening;
  private List<ToolSource> tools = List.of();
  private final ChildProcesses processes = new ChildProcesses();
  private final ExecSessions sessions = new ExecSessions(processes);
  private boolean withMcp;
  private volatile ThreadService service;

  /** Where threads are kept. */
  public enum Kind {
    LOCAL,
    /** Local, with large strings in blobs. */
    BLOBS,
    POSTGRES,
    MEMORY;

    /** Whether its threads are in files of the home. */
    public boolean isInFiles() {
      return this == LOCAL || this == BLOBS;
    }
  }

  public TestServer(Path home, Kind kind) {
    this.home = home;
    this.kind = kind;
  }

  /** The same with this clock. */
  public TestServer at(Clock fake) {
    clock = fake;
    return this;
  }

  /** The same with this in its configuration. */
  public TestServer with(String key, long value) {
    overrides.add(key + "=" + value);
    return this;
  }

  /** The same with other bounds on what an answer is made from. */
  public TestServer within(HistoryBounds other) {
    bounds = other;
    return this;
  }

  /** The same with other bounds on the commands of clients. */
  public TestServer within(CommandBounds other) {
    commandBounds = other;
    return this;
  }

  /** The same with other bounds on what models are shown. */
  public TestServer within(MessageBounds other) {
    messages = other;
    return this;
  }

  /** The same with turns run by this. */
  public TestServer runningTurnsOn(Executor other) {
    runners = other;
    return this;
  }

  /** The same with other limits. */
  public TestServer within(Limits other) {
    limits = other;
    return this;
  }

  /** The same with the store seen through this. */
  public TestServer through(UnaryOperator<ThreadStore> wrapping) {
    wrapper = wrapping;
    return this;
  }

  /** The same with models that may do this. */
  public TestServer offering(ToolSource... sources) {
    tools = List.of(sources);
    return this;
  }

  /** The same with models that may use the tools of the MCP servers that are configured. */
  public TestServer withMcp() {
    withMcp = true;
    return this;
  }

  private Function<ThreadShellCommandParams, TurnTask> commands() {
    return params -> new UserCommands(processes).task(params.command(), params.timeoutMs());
  }

  /** The commands it runs; ended with it. */
  public ChildProcesses processes() {
    return processes;
  }

  /** Those that go on between calls. */
  public ExecSessions sessions() {
    return sessions;
  }

  /** The same on another store, opened by this at each start. */
  public TestServer on(Supplier<ThreadStore> other) {
    opening = other;
    return this;
  }

  /** What the model says. */
  public ScriptedModel model() {
    return model;
  }

  /** Starts the server and does the handshake as a client that may use everything. */
  public TestClient start() {
    return startBare().initialize(true);
  }

  /** Starts the server without the handshake. */
  public TestClient startBare() {
    return TestClient.start(
        ServerOptions.in(home).withLimits(limits),
        (options, connections, questions, workers, lanes) -> {
          ServerConfigFile config = config();
          McpThreads mcp = new McpThreads(processes, ChildEnvironment::inherited, "test");
          List<ToolSource> offered = new ArrayList<>(tools);
          if (withMcp) {
            offered.add(new McpTools(mcp, config, Duration.ofMinutes(5)));
          }
          service =
              new ThreadService(
                  new ThreadService.Ground(
                      wrapper.apply(store()),
                      id -> model,
                      cwd -> null,
                      clock,
                      bounds,
                      messages,
                      offered,
                      mcp,
                      home,
                      commands()),
                  config,
                  connections,
                  questions,
                  runners == null ? workers : runners,
                  lanes);
          return AppServerParts.of(
              service,
              config,
              lanes,
              processes,
              mcp,
              sessions,
              Suppliers.memoize(Sandbox::find),
              commandBounds,
              client -> {});
        });
  }

  private ServerConfigFile config() {
    try {
      return new ServerConfigFile(home, overrides);
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Looks once for threads that nobody uses, and for what others have added to queues. */
  public void sweep() {
    service.sweep();
  }

  /** How many threads are loaded. */
  public int loadedThreads() {
    return service.loaded().all().size();
  }

  private ThreadStore store() {
    if (opening != null) {
      return opening.get();
    }
    return switch (kind) {
      case LOCAL -> new LocalThreadStore(home, Durability.DEFAULT);
      case POSTGRES ->
          new PostgresThreadStore(
              EmbeddedDatabase.settings(database.get()), false, Backlog.DEFAULT);
      case BLOBS ->
          new LocalThreadStore(
              home, Durability.DEFAULT, Backlog.DEFAULT, Blobs.ON, (summary, details) -> {});
      case MEMORY -> new InMemoryThreadStore(memory);
    };
  }
}
