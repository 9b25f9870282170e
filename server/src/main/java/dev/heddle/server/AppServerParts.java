package dev.heddle.server;

import static dev.heddle.protocol.v2.ThreadMethods.THREAD_FORK;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_RESUME;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_START;

import com.google.common.base.Suppliers;
import dev.heddle.server.command.CommandBounds;
import dev.heddle.server.command.CommandRuns;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.HeddleConfig;
import dev.heddle.server.config.IgnoredKeys;
import dev.heddle.server.config.McpConfig;
import dev.heddle.server.config.PostgresConfig;
import dev.heddle.server.config.ProviderConfig;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.config.ServerConfigFile;
import dev.heddle.server.config.WorkingDirectory;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.ClientConnections;
import dev.heddle.server.connection.ClientRequests;
import dev.heddle.server.connection.Limits;
import dev.heddle.server.dispatch.RequestLanes;
import dev.heddle.server.dispatch.Routes;
import dev.heddle.server.exec.ExecSessions;
import dev.heddle.server.exec.UserCommands;
import dev.heddle.server.files.FileWatches;
import dev.heddle.server.files.HostFiles;
import dev.heddle.server.git.GitRepositories;
import dev.heddle.server.handler.CommandHandlers;
import dev.heddle.server.handler.ConfigErrors;
import dev.heddle.server.handler.ConfigQueries;
import dev.heddle.server.handler.ConfigWrites;
import dev.heddle.server.handler.FileHandlers;
import dev.heddle.server.handler.FileSearchHandlers;
import dev.heddle.server.handler.HistoryBounds;
import dev.heddle.server.handler.McpHandlers;
import dev.heddle.server.handler.ModelQueries;
import dev.heddle.server.handler.ProcessHandlers;
import dev.heddle.server.handler.ServerDiagnostics;
import dev.heddle.server.handler.ServerQueries;
import dev.heddle.server.handler.SkillSwitches;
import dev.heddle.server.handler.TerminalHandlers;
import dev.heddle.server.libc.CFunction;
import dev.heddle.server.mcp.McpThreads;
import dev.heddle.server.model.ModelProvider;
import dev.heddle.server.model.ModelProviders;
import dev.heddle.server.patch.PatchJournal;
import dev.heddle.server.process.ChildEnvironment;
import dev.heddle.server.process.ChildProcesses;
import dev.heddle.server.sandbox.Sandbox;
import dev.heddle.server.search.FileSearches;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.journal.Backlog;
import dev.heddle.server.store.local.Blobs;
import dev.heddle.server.store.local.Durability;
import dev.heddle.server.store.local.LocalThreadStore;
import dev.heddle.server.store.memory.InMemoryThreadStore;
import dev.heddle.server.store.postgres.PostgresSettings;
import dev.heddle.server.store.postgres.PostgresThreadStore;
import dev.heddle.server.turn.MessageBounds;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Everything of a server that is not needed to answer {@code initialize}: built once, behind that
 * answer.
 *
 * @param routes what it can do
 * @param initialized told about each client whose handshake is over, on a worker; sends what a
 *     client should know at once, such as warnings about the configuration
 * @param end stops it all
 */
public record AppServerParts(
    Routes routes, Consumer<ClientConnection> initialized, EndOfService end) {
  /** Builds the parts of one server. */
  @FunctionalInterface
  public interface Opening {
    /**
     * Builds them.
     *
     * @param options what the server was started with
     * @param connections for broadcasts
     * @param questions for requests to clients
     * @param workers a virtual thread per task, unless a test chose others
     * @param lanes where requests run
     */
    AppServerParts open(
        ServerOptions options,
        ClientConnections connections,
        ClientRequests questions,
        Executor workers,
        RequestLanes lanes);
  }

  /**
   * The parts of a server as it ships.
   *
   * @throws UnusableConfigException when the configuration cannot be used; who asks next tries
   *     again
   */
  public static AppServerParts open(
      ServerOptions options,
      ClientConnections connections,
      ClientRequests questions,
      Executor workers,
      RequestLanes lanes) {
    ServerConfigFile configFile = configOf(options);
    ServerConfig config = configFile.get(); // of the start; the file may change
    ModelProviders providers = new ModelProviders(config.heddle(), System.getenv());
    Function<ProviderConfig, ModelProvider> provider = wanted -> providerOf(providers, wanted);
    ConfigWarnings warnings = new ConfigWarnings(connections);
    IgnoredKeys.in(config.raw().asMap())
        .forEach((key, instead) ->
            warnings.add("`" + key + "` in the configuration has no effect here.", instead));
    McpConfig.of(config.raw())
        .unusable()
        .forEach((name, problem) ->
            warnings.add("MCP server `" + name + "` is configured wrongly and left out.", problem));
    ChildProcesses processes = new ChildProcesses();
    McpThreads mcp = new McpThreads(processes, ChildEnvironment::inherited, Version.NUMBER);
    ExecSessions sessions = new ExecSessions(processes);
    Supplier<Sandbox> sandbox = Suppliers.memoize(Sandbox::find);
    PatchJournal patches = journalOf(options, config);
    MessageBounds messages = MessageBounds.forHeap(Runtime.getRuntime().maxMemory());
    ThreadService.Ground ground =
        new ThreadService.Ground(
            storeOf(options, config, warnings),
            provider,
            GitRepositories::around,
            Clock.systemUTC(),
            HistoryBounds.forHeap(Runtime.getRuntime().maxMemory()),
            messages,
            ThreadTools.shipped(
                options.home(),
                config.heddle().approvalTimeout(),
                sessions,
                sandbox,
                patches,
                messages,
                mcp,
                configFile),
            mcp,
            options.home(),
            params -> new UserCommands(processes).task(params.command(), params.timeoutMs()));
    AppServerParts parts =
        of(
            new ThreadService(ground, configFile, connections, questions, workers, lanes),
            configFile,
            lanes,
            processes,
            mcp,
            sessions,
            sandbox,
            CommandBounds.forHeap(Runtime.getRuntime().maxMemory()),
            warnings::tell);
    // What threads need is loaded beside the first request for one, and what turns need behind its
    // answer, as two at once would slow each other down.
    Set<String> first = Set.of(THREAD_START.name(), THREAD_RESUME.name(), THREAD_FORK.name());
    parts
        .routes()
        .beforeFirst(first, () -> workers.execute(CFunction::warmUp))
        .afterFirst(
            first,
            () -> workers.execute(() -> provider.apply(configFile.get().provider()).warmUp()));
    return parts;
  }

  private static PatchJournal journalOf(ServerOptions options, ServerConfig config) {
    return switch (config.heddle().store()) {
      case MEMORY -> PatchJournal.none(); // nothing is written
      case LOCAL, POSTGRES -> PatchJournal.in(options.home().resolve("heddle").resolve("patches"));
    };
  }

  /** The parts of a server with these threads. */
  static AppServerParts of(
      ThreadService threads,
      ServerConfigFile config,
      RequestLanes lanes,
      ChildProcesses processes,
      McpThreads mcp,
      ExecSessions sessions,
      Supplier<Sandbox> sandbox,
      CommandBounds commands,
      Consumer<ClientConnection> initialized) {
    FileWatches watches = new FileWatches();
    FileSearches searches = new FileSearches(AppServer.VIRTUAL_THREADS);
    ConfigWrites configWrites = new ConfigWrites(config);
    CommandRuns runs = new CommandRuns(processes, AppServer.VIRTUAL_THREADS, commands);
    return new AppServerParts(
        AppServerRoutes.of(
            threads.handlers(),
            new ServerQueries(
                WorkingDirectory.ofProcess().toString(), threads.loaded(), threads.skills()),
            new McpHandlers(mcp, threads.loaded(), config, WorkingDirectory.ofProcess().toString()),
            new ConfigQueries(config, config::sources),
            configWrites,
            threads.skillRoots(),
            new SkillSwitches(configWrites),
            new ModelQueries(config),
            new FileHandlers(new HostFiles(maxReadBytes()), watches),
            new FileSearchHandlers(searches),
            new CommandHandlers(
                runs, config, sandbox, WorkingDirectory.ofProcess().toString(), maxReadBytes() / 4),
            new ProcessHandlers(runs, maxReadBytes() / 4),
            new TerminalHandlers(sessions, threads.loaded()),
            new ServerDiagnostics(
                threads.gauges(lanes),
                threads::storeHealth,
                ProcessMemory.ofThisProcess()::residentBytes)),
        initialized,
        patience -> {
          watches.close();
          searches.close();
          // Half of the time: what hangs in one thread must not cost the others.
          threads.interruptAll(Duration.ofNanos(patience.toNanos() / 2));
          mcp.close();
          // A disk that hangs must not let them outlive the server.
          Thread lastProcesses = Thread.startVirtualThread(processes::close);
          boolean stored = threads.close();
          lastProcesses.join();
          return stored;
        });
  }

  /** The largest file whose content, in Base64, is no longer than a line that is taken in. */
  private static long maxReadBytes() {
    return Limits.forHeap(Runtime.getRuntime().maxMemory()).maxLineBytes() / 4L * 3;
  }

  private static ServerConfigFile configOf(ServerOptions options) {
    try {
      return new ServerConfigFile(options.home(), options.configOverrides());
    } catch (ConfigException e) {
      throw new UnusableConfigException(e, options);
    }
  }

  private static ThreadStore storeOf(
      ServerOptions options, ServerConfig config, ConfigWarnings warnings) {
    ShippedLibraries.ofThisProcess().use(); // terminals need some, too
    return switch (config.heddle().store()) {
      case MEMORY -> new InMemoryThreadStore();
      case POSTGRES ->
          postgres(Objects.requireNonNull(config.heddle().postgres()), config.heddle());
      case LOCAL ->
          new LocalThreadStore(
              options.home(),
              switch (config.heddle().durability()) {
                case DEFAULT -> Durability.DEFAULT;
                case STRICT -> Durability.STRICT;
              },
              backlogOf(config.heddle()),
              switch (config.heddle().blobs()) {
                case OFF -> Blobs.OFF;
                case ON -> Blobs.ON;
              },
              warnings::add);
    };
  }

  /** A store that has not connected yet. */
  static PostgresThreadStore postgres(PostgresConfig database, HeddleConfig config) {
    return new PostgresThreadStore(
        new PostgresSettings(
            database.url(),
            database.user(),
            System.getenv(database.passwordEnv()),
            database.connections()),
        config.durability() == dev.heddle.server.config.Durability.STRICT,
        backlogOf(config));
  }

  private static Backlog backlogOf(HeddleConfig config) {
    return new Backlog(config.backlogRecords(), config.backlogBytes());
  }

  private static ModelProvider providerOf(ModelProviders providers, ProviderConfig wanted) {
    try {
      return providers.provider(wanted);
    } catch (ConfigException e) {
      throw ConfigErrors.cannotLoad(e.message());
    }
  }
}
