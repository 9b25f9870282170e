package dev.heddle.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import dev.heddle.server.ServerOptions;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.testkit.WireWatch;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published types under the strict compiler, the client of {@code fixtures/typescript} and a
 * client by stock generators, each in Node against the server as it ships.
 */
@Timeout(300)
class NodeClientIT {
  private static final Path ROOT = Path.of(System.getProperty("heddle.root")).toAbsolutePath();
  private static final Path FIXTURES = ROOT.resolve("fixtures");

  @TempDir static Path work;

  /**
   * One run of the compiler over everything, because most of its time goes into reading the types:
   * a type error anywhere fails all tests here, with the compiler's words.
   */
  @BeforeAll
  static void compileEverything() throws Exception {
    NodeTools node = NodeTools.findOrSkip(FIXTURES.resolve("typescript/package.json"));
    copy(FIXTURES.resolve("typescript"), work);
    Files.createSymbolicLink(work.resolve("node_modules"), node.modules());
    Files.createDirectory(work.resolve("watched"));
    WireWatch.install(work.resolve("watched/heddle"), List.of(ROOT.resolve("heddle").toString()));
    Path schemas = FIXTURES.resolve("schema/stable");
    succeed(Map.of(), "node", "test/generate.mjs", schemas.toString(), "test");
    compileJava();
    Files.writeString(work.resolve("example.ts"), example());
    Files.writeString(work.resolve("sessions.ts"), recorded().module("./experimental"));

    List<String> compile = new ArrayList<>(List.of("node", "node_modules/typescript/bin/tsc"));
    compile.addAll(
        List.of("--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--module"));
    compile.addAll(
        List.of("es2022", "--moduleResolution", "bundler", "--types", "node", "--skipLibCheck"));
    compile.addAll(List.of("--outDir", "out"));
    compile.addAll(List.of("client.ts", "example.ts", "sessions.ts", "stable/index.ts"));
    compile.addAll(List.of("test/conversation.ts", "test/stock.ts"));
    compile.add("test/codex_app_server_protocol.v2.schemas.ts");
    succeed(Map.of(), compile.toArray(String[]::new));
    Files.copy(work.resolve("test/checked.cjs"), work.resolve("out/test/checked.cjs"));
  }

  @Test
  void theClientHoldsAConversation() throws Exception {
    assertThat(converse("out/test/conversation.js")).contains("all well");
  }

  @Test
  void aClientByStockGeneratorsHoldsAConversation() throws Exception {
    assertThat(converse("out/test/stock.js")).contains("all well");
  }

  @Test
  void aJavaClientByAStockGeneratorHoldsAConversation() throws Exception {
    List<String> java = new ArrayList<>(List.of(program("java"), "-cp"));
    java.add(String.join(File.pathSeparator, work.resolve("out/java").toString(), jackson()));
    java.add("StockConversation");
    assertThat(converse(java, "home-of-java")).contains("all well");
  }

  /** What quicktype made of the schema, and the conversation on it, as a program of its own. */
  private static void compileJava() throws Exception {
    Path generated = work.resolve("test/java");
    try (InputStream source =
        NodeClientIT.class.getResourceAsStream("/clients/StockConversation.java")) {
      Files.copy(source, generated.resolve("StockConversation.java"));
    }
    List<String> compile = new ArrayList<>(List.of(program("javac"), "-nowarn", "-cp", jackson()));
    compile.addAll(List.of("-d", work.resolve("out/java").toString(), "-sourcepath"));
    compile.addAll(List.of(generated.toString(), generated + "/StockConversation.java"));
    succeed(Map.of(), compile.toArray(String[]::new));
  }

  private static String program(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** The library that the generated code asks for, from the test class path. */
  private static String jackson() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> Path.of(path).getFileName().toString().startsWith("jackson-"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void theExampleOfTheReadmeWorks() throws Exception {
    Map<String, String> environment =
        Map.of(
            "PATH",
            work.resolve("watched") + ":" + System.getenv("PATH"),
            "HEDDLE_HOME",
            work.resolve("home-of-example").toString());
    assertThat(succeed(environment, "node", "out/example.js")).contains("hello");
  }

  @Test
  void theCompilerRefusesAMessageThatDoesNotFit() throws Exception {
    TypedLiterals wrong = new TypedLiterals();
    wrong.add(
        List.of(
            TraceEntry.server(
                "{'method':'thread/archived','params':{'threadId':'t','surprise':1}}")));
    Files.writeString(work.resolve("wrong.ts"), wrong.module("./experimental"));
    AssertionError refused =
        assertThrows(
            AssertionError.class,
            () ->
                succeed(
                    Map.of(),
                    "node",
                    "node_modules/typescript/bin/tsc",
                    "--strict",
                    "--noEmit",
                    "--moduleResolution",
                    "bundler",
                    "--module",
                    "es2022",
                    "--types",
                    "node",
                    "--skipLibCheck",
                    "wrong.ts"));
    assertThat(refused).hasMessageContaining("wrong.ts(").hasMessageContaining("error TS2322");
  }

  private static String converse(String script) throws IOException, InterruptedException {
    return converse(List.of("node", script), "home-" + script.replace('/', '-'));
  }

  private static String converse(List<String> client, String home)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(client);
    command.addAll(List.of(work.resolve("watched/heddle").toString(), "app-server"));
    command.addAll(List.of("--home", work.resolve(home).toString()));
    return succeed(Map.of(), command.toArray(String[]::new));
  }

  private static String succeed(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    return NodeTools.succeed(work, environment, List.of(command));
  }

  /** The example in the README, as a program beside the client. */
  private static String example() throws IOException {
    String readme = Files.readString(FIXTURES.resolve("typescript/README.md"));
    Matcher code = Pattern.compile("(?s)```ts\n(.*?)```").matcher(readme);
    assertThat(code.find()).isTrue();
    assertThat(code.group(1).lines().count()).as("lines of the example").isLessThanOrEqualTo(32);
    return code.group(1).replace("\"heddle-client\"", "\"./client.js\"");
  }

  /** A session of this moment, and those of {@code fixtures/wire}. */
  private static TypedLiterals recorded() throws IOException {
    TypedLiterals literals = new TypedLiterals();
    for (Path file : RecordedSessions.files()) {
      RecordedSessions.read(file).forEach(literals::add);
    }
    literals.add(session());
    assertThat(literals.count()).isGreaterThan(20);
    return literals;
  }

  private static List<TraceEntry> session() {
    TestClient client =
        TestClient.start(ServerOptions.in(work.resolve("home-of-session"))).initialize(true);
    try (client) {
      JsonObject thread = client.request("thread/start", "{}").getAsJsonObject("thread");
      String id = thread.get("id").getAsString();
      String onThread = "{\"threadId\":\"" + id + "\"";
      client.request(
          "turn/start", onThread + ",\"input\":[{\"type\":\"text\",\"text\":\"hello\"}]}");
      client.awaitNotification("turn/completed");
      client.request("thread/name/set", onThread + ",\"name\":\"a name\"}");
      client.awaitNotification("thread/name/updated");
      client.request("thread/read", onThread + ",\"includeTurns\":true}");
      client.request("thread/turns/list", onThread + "}");
      client.request("thread/items/list", onThread + "}");
      client.request("thread/list", "{\"limit\":5}");
      client.request("thread/fork", onThread + "}");
      client.request("thread/archive", onThread + "}");
      client.awaitNotification("thread/archived");
      for (String method : List.of("model/list", "config/read", "skills/list", "account/read")) {
        client.request(method, "{}");
      }
      client.request("configRequirements/read", null);
    }
    return client.trace();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
