import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The training of the ahead-of-time cache: runs the server through short sessions, after which the
 * JVM writes down what it had loaded and linked, so that later starts need not do that again. A
 * last run then proves that the cache is used: a training that went wrong in silence would give one
 * that helps little.
 *
 * <p>The cache has two parts, named after the build. What nearly every client asks for first is in
 * {@code .aot}: each start links all classes in it at once, in some 5 µs a class. The rest, turns
 * above all, is in {@code .jsa}, an archive on top of it, and is linked when it is needed, which
 * takes 40 µs a class and no memory until then.
 *
 * <p>Each form of call through a method handle costs a process a millisecond or two when it is
 * first met, unless the first part has it. It has those that the runtime's {@code lib/classlist}
 * names, so the forms that sessions need are added there.
 *
 * <p>{@code java TrainCache.java LAYOUT}: a folder with {@code bin}, {@code lib} and {@code
 * runtime}. The sessions talk to a model inside this process, and their home is a temporary folder.
 *
 * <p>The parts appear whole, or not at all. Exits with 0 when both are there, with 1 otherwise.
 */
final class TrainCache {
  private static final int TURNS = 12;
  private static final long PATIENCE_S = 60;

  /** Something of each kind that users write. */
  private static final String CONFIGURATION =
      """
      model = "training"
      model_provider = "%s"
      approval_policy = "never"
      hide_agent_reasoning = false
      notify = ["true"]
      shell_environment_policy = { inherit = "all" }

      [model_providers.training]
      name = "Training"
      base_url = "http://127.0.0.1:%d/v1"
      wire_api = "responses"
      request_max_retries = 4
      """;

  /** Pieces of one answer: enough for the classes and profiles of streaming. */
  private static final int DELTAS = 300;

  /** Of the classes a start loads; hidden classes of lambdas may be missing. */
  private static final double LEAST_SHARED = 0.93;

  /** Has the JVM say which forms of calls it looks for. */
  private static final String TELL_FORMS = "-Djava.lang.invoke.MethodHandle.TRACE_RESOLVE=true";

  private static final Pattern FORM =
      Pattern.compile("(?m)^(\\[(?:LF|SPECIES)_RESOLVE] .+) \\((\\w+)\\)$");

  private static final Pattern BUILD_ID = Pattern.compile("\\(build ([0-9a-f]+)\\)");
  private static final Pattern THREAD_ID = Pattern.compile("\"thread\":\\{\"id\":\"([^\"]+)\"");
  private static final Pattern LISTED_ID = Pattern.compile("[\\[,]\\{\"id\":\"([^\"]+)\"");

  private static final Pattern CURSOR =
      Pattern.compile("\"nextCursor\":(\"(?:[^\"\\\\]|\\\\.)+\")");

  private final BufferedReader fromServer;
  private final Writer toServer;
  private int lastId;

  private TrainCache(Process server) {
    fromServer = server.inputReader(StandardCharsets.UTF_8);
    toServer = new OutputStreamWriter(server.getOutputStream(), StandardCharsets.UTF_8);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Path layout = Path.of(args[0]).toAbsolutePath();
    Path launcher = layout.resolve("bin/heddle");
    Path lib = layout.resolve("lib");
    String name = "heddle-" + buildId(launcher);
    Path first = lib.resolve(name + ".aot");
    Path rest = lib.resolve(name + ".jsa");
    Path home = Files.createTempDirectory("heddle-training");
    HttpServer model = startModel();
    boolean trained = false;
    delete(first, rest);
    try {
      configure(home, "training", model);
      // First the threads of another day.
      Map<String, String> telling = Map.of("HEDDLE_JAVA_OPTS", TELL_FORMS);
      String begun = run(launcher, home, telling, TrainCache::converse);
      String seen = begun == null ? null : run(launcher, home, telling, TrainCache::look);
      if (seen != null) {
        addForms(layout.resolve("runtime/lib/classlist"), begun + seen);
        // With a model of our own nothing is made ready that asks others over HTTP.
        configure(home, "script", model);
        // The index takes in what was just written: that is not for the first part.
        if (run(launcher, home, Map.of(), TrainCache::open) != null
            && train(launcher, home, first, TrainCache::open)) {
          configure(home, "training", model);
          trained = train(launcher, home, rest, TrainCache::goOn) && isOfUse(launcher, home);
        }
      }
    } finally {
      model.stop(0);
      deleteAll(home);
      if (!trained) {
        delete(first, rest);
      }
    }
    if (!trained) {
      System.err.println("no ahead-of-time cache");
      System.exit(1);
    }
  }

  /** Adds the forms of calls that a log tells of to the runtime. */
  private static void addForms(Path classList, String log) throws IOException {
    List<String> known = Files.readAllLines(classList);
    List<String> missing =
        FORM.matcher(log)
            .results()
            .map(form -> "@lambda-form-invoker " + form.group(1))
            .distinct()
            .filter(line -> !known.contains(line))
            .toList();
    Files.write(classList, missing, StandardOpenOption.APPEND);
  }

  /** Makes one part of the cache from a session; false if that did not go well. */
  private static boolean train(Path launcher, Path home, Path part, Session session)
      throws IOException, InterruptedException {
    Path unfinished = part.resolveSibling("new-" + part.getFileName());
    try {
      if (run(launcher, home, Map.of("HEDDLE_TRAIN", unfinished.toString()), session) == null
          || !Files.exists(unfinished)) {
        return false;
      }
      Files.move(unfinished, part, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } finally {
      delete(unfinished, part.resolveSibling(unfinished.getFileName() + ".config"));
    }
  }

  private static String buildId(Path launcher) throws IOException, InterruptedException {
    Process version =
        new ProcessBuilder(launcher.toString(), "--version")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher id = BUILD_ID.matcher(text);
    if (version.waitFor() != 0 || !id.find()) {
      throw new IOException(launcher + " --version says: " + text);
    }
    return id.group(1);
  }

  /**
   * Whether a server that is started with the cache takes nearly all its classes from its parts.
   */
  private static boolean isOfUse(Path launcher, Path home)
      throws IOException, InterruptedException {
    String log =
        run(
            launcher,
            home,
            Map.of("HEDDLE_JAVA_OPTS", TELL_FORMS + " -Xlog:class+load:stderr"),
            TrainCache::converse);
    if (log == null) {
      return false;
    }
    long loaded = log.lines().filter(line -> line.contains(" source: ")).count();
    long shared = log.lines().filter(line -> line.contains(" source: shared objects file")).count();
    long later = log.lines().filter(line -> line.endsWith("shared objects file (top)")).count();
    long forms = FORM.matcher(log).results().filter(f -> f.group(2).equals("fail")).count();
    System.err.println(
        shared
            + " of "
            + loaded
            + " classes come from the cache, "
            + later
            + " when needed; "
            + forms
            + " forms of calls had to be made");
    if (later > 0 && shared >= loaded * LEAST_SHARED) {
      return true;
    }
    log.lines()
        .filter(line -> line.contains(" source: ") && !line.contains("shared objects file"))
        .limit(20)
        .forEach(System.err::println);
    return false;
  }

  /** What the client at a server does. */
  private interface Session {
    void play(TrainCache client) throws IOException;
  }

  /** Runs a server; returns what it wrote to standard error, or null if it did not go well. */
  private static String run(
      Path launcher, Path home, Map<String, String> environment, Session session)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(launcher.toString(), "app-server").directory(home.toFile());
    builder.environment().put("CODEX_HOME", home.toString());
    builder.environment().remove("HEDDLE_HOME");
    builder.environment().remove("HEDDLE_JAVA_OPTS");
    // Who chose a Java to build with did not mean this: the cache is for the one in the layout.
    builder.environment().remove("HEDDLE_JAVA");
    builder.environment().putAll(environment);
    Path log = home.resolve("log");
    builder.redirectError(log.toFile());
    Process server = builder.start();
    Thread watchdog =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                if (!server.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                  server.destroyForcibly();
                }
              } catch (InterruptedException e) {
                server.destroyForcibly();
              }
            });
    try {
      TrainCache client = new TrainCache(server);
      session.play(client);
      client.toServer.close();
      client.fromServer.transferTo(Writer.nullWriter()); // to the end: the JVM writes the cache
      if (server.waitFor() == 0) {
        return Files.readString(log);
      }
      System.err.println("the server ended with " + server.exitValue());
    } catch (IOException e) {
      System.err.println("the session broke off: " + e.getMessage());
    } finally {
      watchdog.interrupt();
    }
    System.err.print(Files.readString(log));
    return null;
  }

  private void handshake(boolean experimental) throws IOException {
    request(
        "initialize",
        "\"clientInfo\":{\"name\":\"training\",\"title\":\"Training\",\"version\":\"1\"},"
            + "\"capabilities\":{\"experimentalApi\":"
            + experimental
            + '}');
    send("{\"method\":\"initialized\"}");
    request("thread/list", "");
  }

  /** What nearly all sessions begin with. */
  private void open() throws IOException {
    handshake(false);
    Matcher cursor = CURSOR.matcher(request("thread/list", "\"limit\":1"));
    if (!cursor.find()) {
      throw new IOException("all threads are on one page");
    }
    request("thread/list", "\"limit\":1,\"cursor\":" + cursor.group(1));
    String thread = "\"threadId\":\"" + threads().getFirst() + '"';
    request("thread/turns/list", thread);
    request("thread/resume", thread + ",\"excludeTurns\":true");
    request("thread/start", "");
  }

  private List<String> threads() throws IOException {
    List<String> ids =
        LISTED_ID.matcher(request("thread/list", "")).results().map(id -> id.group(1)).toList();
    if (ids.isEmpty()) {
      throw new IOException("no threads to go on with");
    }
    return ids;
  }

  /** What most sessions do: look at threads of another day, and begin some. */
  private void goOn() throws IOException {
    look();
    talk();
  }

  private void look() throws IOException {
    handshake(true);
    request("account/read", "");
    request("skills/list", "");
    request("thread/search", "\"searchTerm\":\"word\"");
    for (String id : threads()) {
      String thread = "\"threadId\":\"" + id + '"';
      request("thread/fork", thread);
      request("thread/read", thread + ",\"includeTurns\":true");
      request("thread/resume", thread);
      page("thread/turns/list", thread);
      page("thread/items/list", thread);
      request("thread/fork", thread + ",\"excludeTurns\":true");
      turn(thread);
    }
  }

  /** The newest page, the next if there is one, and the oldest. */
  private void page(String method, String thread) throws IOException {
    Matcher cursor = CURSOR.matcher(request(method, thread + ",\"limit\":3"));
    if (cursor.find()) {
      request(method, thread + ",\"limit\":3,\"cursor\":" + cursor.group(1));
    }
    request(method, thread + ",\"limit\":3,\"sortDirection\":\"asc\"");
  }

  private void converse() throws IOException {
    handshake(true);
    talk();
  }

  private void talk() throws IOException {
    request("model/list", "");
    request("config/read", "");
    for (String mode : List.of("legacy", "paginated")) {
      String thread = "\"threadId\":\"" + threadId(request("thread/start", mode(mode))) + '"';
      for (int i = 0; i < TURNS; i++) {
        turn(thread);
      }
      request("thread/name/set", thread + ",\"name\":\"A name\"");
      request("thread/read", thread + ",\"includeTurns\":true");
      String fork = "\"threadId\":\"" + threadId(request("thread/fork", thread)) + '"';
      request("thread/unsubscribe", thread);
      request("thread/resume", thread);
      request("thread/list", "");
      request("thread/archive", fork);
    }
    // What demos and the tests of clients do.
    turn(
        "\"threadId\":\""
            + threadId(request("thread/start", "\"modelProvider\":\"script\""))
            + '"');
  }

  private void turn(String thread) throws IOException {
    request("turn/start", thread + ",\"input\":[{\"type\":\"text\",\"text\":\"Hello\"}]");
    readUntil("{\"method\":\"turn/completed\"");
  }

  private static String mode(String historyMode) {
    return "\"historyMode\":\"" + historyMode + '"';
  }

  private static String threadId(String response) throws IOException {
    Matcher id = THREAD_ID.matcher(response);
    if (!id.find()) {
      throw new IOException("no thread in " + response);
    }
    return id.group(1);
  }

  private String request(String method, String params) throws IOException {
    lastId++;
    send("{\"id\":" + lastId + ",\"method\":\"" + method + "\",\"params\":{" + params + "}}");
    // A successful answer begins with its id.
    return readUntil("{\"id\":" + lastId + ",");
  }

  private void send(String line) throws IOException {
    toServer.write(line + '\n');
    toServer.flush();
  }

  private String readUntil(String start) throws IOException {
    for (String line = fromServer.readLine(); line != null; line = fromServer.readLine()) {
      if (line.startsWith(start)) {
        return line;
      }
      if (line.startsWith("{\"error\"")) {
        throw new IOException("an error instead of " + start + ": " + line);
      }
    }
    throw new IOException("the server ended before it sent " + start);
  }

  private static void configure(Path home, String provider, HttpServer model) throws IOException {
    Files.writeString(
        home.resolve("config.toml"),
        CONFIGURATION.formatted(provider, model.getAddress().getPort()));
  }

  private static HttpServer startModel() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/responses", TrainCache::answer);
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      event(out, "response.created", "\"response\":{\"id\":\"r\"}");
      event(out, "response.output_item.added", "\"output_index\":0," + message(""));
      for (int i = 0; i < DELTAS; i++) {
        event(
            out,
            "response.output_text.delta",
            "\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"delta\":\"word \"");
      }
      event(
          out,
          "response.output_item.done",
          "\"output_index\":0,"
              + message("{\"type\":\"output_text\",\"text\":\"" + "word ".repeat(DELTAS) + "\"}"));
      event(
          out,
          "response.completed",
          "\"response\":{\"id\":\"r\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1,"
              + "\"total_tokens\":2}}");
    }
  }

  private static String message(String content) {
    return "\"item\":{\"type\":\"message\",\"role\":\"assistant\",\"id\":\"m\",\"content\":["
        + content
        + "]}";
  }

  private static void event(OutputStream out, String type, String members) throws IOException {
    String data = "{\"type\":\"" + type + "\"," + members + "}";
    out.write(("event: " + type + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void delete(Path... files) throws IOException {
    for (Path each : files) {
      Files.deleteIfExists(each);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
