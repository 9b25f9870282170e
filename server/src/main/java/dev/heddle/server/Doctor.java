package dev.heddle.server;

import com.google.common.base.Joiner;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.ConfigLoader;
import dev.heddle.server.config.PostgresConfig;
import dev.heddle.server.config.ProviderConfig;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.model.http.EnvironmentProxies;
import dev.heddle.server.sandbox.Sandbox;
import dev.heddle.server.store.StoreHealth;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.local.Durability;
import dev.heddle.server.store.local.LocalThreadStore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code doctor}: looks at all that a server needs and says how each is. It changes
 * nothing in a home but what a server's start would; a home that is not there is not made.
 *
 * <p>Exits with 0 when there is no fault.
 */
final class Doctor {
  /** What its options mean, for the help. */
  static final String OPTIONS =
      """
      --home DIR             directory of threads and configuration, as for app-server
      -c, --config KEY=VALUE override a key of the configuration file; may be repeated
      --offline              do not try to reach the model provider or a database
      """;

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final long LITTLE_SPACE_BYTES = 256L << 20;

  private final ServerOptions options;
  private final Map<String, String> environment;
  private final boolean offline;
  private final Consumer<Finding> report;

  Doctor(
      ServerOptions options,
      Map<String, String> environment,
      boolean offline,
      Consumer<Finding> report) {
    this.options = options;
    this.environment = environment;
    this.offline = offline;
    this.report = report;
  }

  /** Runs the command. */
  static ExitCode run(List<String> arguments, OutputStream stdout)
      throws UsageException, IOException {
    List<String> rest = new ArrayList<>(arguments);
    boolean offline = rest.removeIf("--offline"::equals);
    CommandLine line = CommandLine.parse(rest, System.getenv(), System.getProperty("user.home"));
    if (!(line instanceof CommandLine.Serve serve)) {
      throw new UsageException(
          line instanceof CommandLine.Wrong wrong ? wrong.reason() : "no help here");
    }
    List<Finding> findings = new ArrayList<>();
    new Doctor(serve.options(), System.getenv(), offline, findings::add).examine();
    StringBuilder text = new StringBuilder();
    findings.forEach(each -> text.append(each.line()));
    Commands.print(stdout, text.toString());
    return findings.stream().anyMatch(each -> each.level() == Finding.Level.FAULT)
        ? ExitCode.NOT_AS_EXPECTED
        : ExitCode.OK;
  }

  /** Looks at everything. */
  void examine() {
    report.accept(Finding.ok("version", Version.text()));
    java();
    home();
    ServerConfig config = config();
    if (config != null) {
      store(config);
      provider(config);
    }
    sandbox();
  }

  private void java() {
    report.accept(
        Finding.ok(
            "java",
            System.getProperty("java.version")
                + " ("
                + System.getProperty("java.vendor")
                + ") in "
                + System.getProperty("java.home")
                + ", heap up to "
                + megabytes(Runtime.getRuntime().maxMemory())));
    report.accept(
        CacheMark.isCacheTaken()
            ? Finding.ok("start", "from an ahead-of-time cache")
            : Finding.note("start", "without an ahead-of-time cache: slower"));
    Path natives = ShippedLibraries.ofThisProcess().folder();
    report.accept(
        natives != null
            ? Finding.ok("libraries", natives.toString())
            : Finding.note(
                "libraries",
                "unpacked into " + System.getProperty("java.io.tmpdir") + " at each start"));
  }

  private void home() {
    Path home = options.home();
    if (!Files.exists(home)) {
      Path parent = home;
      while (parent != null && !Files.exists(parent)) {
        parent = parent.getParent();
      }
      report.accept(
          parent != null && Files.isWritable(parent)
              ? Finding.ok("home", home + " is not there yet; it can be made")
              : Finding.fault(
                  "home", home + " is not there, and " + parent + " cannot be written"));
    } else if (!Files.isDirectory(home)) {
      report.accept(Finding.fault("home", home + " is not a directory"));
    } else if (!Files.isReadable(home) || !Files.isWritable(home)) {
      report.accept(Finding.fault("home", home + " cannot be read and written"));
    } else {
      report.accept(space(home));
    }
  }

  private static Finding space(Path home) {
    try {
      long free = Files.getFileStore(home).getUsableSpace();
      String text = home + ", " + megabytes(free) + " free";
      return free < LITTLE_SPACE_BYTES ? Finding.note("home", text) : Finding.ok("home", text);
    } catch (IOException e) {
      return Finding.note("home", home + "; its free space is unknown: " + e.getMessage());
    }
  }

  private @Nullable ServerConfig config() {
    try {
      ServerConfig config = ConfigLoader.load(options.home(), options.configOverrides());
      report.accept(
          Finding.ok("config", "model " + config.model() + " of " + config.modelProvider()));
      return config;
    } catch (ConfigException e) {
      report.accept(Finding.fault("config", e.message()));
      return null;
    }
  }

  private void store(ServerConfig config) {
    switch (config.heddle().store()) {
      case MEMORY -> report.accept(Finding.ok("index", "none: threads are in memory only"));
      case LOCAL -> index();
      case POSTGRES -> database(config);
    }
  }

  private void index() {
    if (!Files.isDirectory(options.home())) {
      report.accept(Finding.ok("index", "none yet"));
      return;
    }
    ShippedLibraries.ofThisProcess().use();
    health("index", () -> new LocalThreadStore(options.home(), Durability.DEFAULT));
  }

  private void database(ServerConfig config) {
    PostgresConfig database = Objects.requireNonNull(config.heddle().postgres());
    if (offline) {
      report.accept(Finding.note("database", database.url() + ", not tried"));
    } else {
      health("database", () -> AppServerParts.postgres(database, config.heddle()));
    }
  }

  private void health(String subject, Supplier<ThreadStore> opening) {
    try (ThreadStore store = opening.get()) {
      StoreHealth health = store.health();
      String text = Joiner.on("; ").withKeyValueSeparator(": ").join(health.dimensions());
      report.accept(health.degraded() ? Finding.fault(subject, text) : Finding.ok(subject, text));
    } catch (RuntimeException e) {
      report.accept(Finding.fault(subject, String.valueOf(e.getMessage())));
    }
  }

  private void provider(ServerConfig config) {
    ProviderConfig provider = config.modelProviders().get(config.modelProvider());
    if (provider == null) {
      report.accept(Finding.fault("provider", config.modelProvider() + " is not configured"));
      return;
    }
    String key = provider.envKey();
    if (key != null
        && provider.bearerToken() == null
        && environment.getOrDefault(key, "").isBlank()) {
      report.accept(Finding.fault("key", "the environment variable " + key + " is not set"));
    }
    String url = provider.baseUrl();
    if (url == null) {
      report.accept(Finding.ok("provider", provider.name() + ", needs no network"));
    } else if (offline) {
      report.accept(Finding.note("provider", url + ", not tried"));
    } else {
      report.accept(reach(url));
    }
  }

  /** Connects to the provider, or to the proxy that a request to it would take. */
  private Finding reach(String url) {
    String at = url;
    try {
      URI uri = URI.create(url);
      int port = uri.getPort() >= 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? 80 : 443;
      InetSocketAddress address = InetSocketAddress.createUnresolved(uri.getHost(), port);
      Proxy proxy = new EnvironmentProxies(environment).select(uri).getFirst();
      if (proxy.address() instanceof InetSocketAddress between) {
        address = between;
        at = "the proxy " + address.getHostString() + ":" + address.getPort() + " for " + url;
      }
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(address.getHostString(), address.getPort()),
            (int) CONNECT.toMillis());
      }
      return Finding.ok("provider", at + " accepts connections");
    } catch (IOException | IllegalArgumentException e) {
      return Finding.fault("provider", at + " cannot be reached: " + e);
    }
  }

  private void sandbox() {
    Sandbox sandbox = Sandbox.find();
    report.accept(
        sandbox.available()
            ? Finding.ok("sandbox", "bubblewrap works: commands are confined")
            : Finding.note(
                "sandbox",
                sandbox.problem() + ": commands that are not known to be harmless need approval"));
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + " MB";
  }
}
