package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.protocol.rpc.MethodSpec;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.AppServerMethods;
import dev.heddle.protocol.v2.ConfigMethods;
import dev.heddle.protocol.v2.McpMethods;
import dev.heddle.protocol.v2.ServerMethods;
import dev.heddle.protocol.v2.ThreadStartParams;
import dev.heddle.protocol.v2.TurnMethods;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.config.ServerConfigFile;
import dev.heddle.server.config.WorkingDirectory;
import dev.heddle.server.dispatch.Routes;
import dev.heddle.server.exec.ExecSessions;
import dev.heddle.server.handler.ServerDiagnostics.Gauge;
import dev.heddle.server.mcp.McpThreads;
import dev.heddle.server.process.ChildProcesses;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.skill.Skills;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.StoreHealth;
import dev.heddle.server.store.memory.InMemoryThreadStore;
import dev.heddle.server.thread.LoadedThreads;
import dev.heddle.server.thread.ThreadLoader;
import dev.heddle.server.thread.TurnSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ServerQueriesTest {
  private static final String LOADED = "01a1fc78-aaff-72e0-95f4-aeb0bbb3deb5";
  private static final String UNKNOWN = "01a1fc71-0000-7000-8000-000000000000";

  private static final Routes ROUTES = routes();

  private static Routes routes() {
    LoadedThreads loaded = loaded();
    ModelQueries models = new ModelQueries(ServerConfig::defaults);
    ConfigQueries config = new ConfigQueries(ServerConfig::defaults, List::of);
    ServerQueries queries =
        new ServerQueries(
            "/srv/work",
            loaded,
            new Skills(Path.of("/nowhere"), Path.of("/nowhere"), ServerConfig::defaults));
    TerminalHandlers terminals =
        new TerminalHandlers(new ExecSessions(new ChildProcesses()), loaded);
    return new Routes()
        .on(
            ServerMethods.SERVER_DIAGNOSTICS,
            new ServerDiagnostics(
                List.of(new Gauge("core.threads.live", () -> 3)),
                () -> new StoreHealth(Map.of(), Map.of(), false),
                OptionalLong::empty))
        .on(TurnMethods.THREAD_BACKGROUND_TERMINALS_LIST, terminals::list)
        .on(TurnMethods.THREAD_BACKGROUND_TERMINALS_CLEAN, terminals::clean)
        .on(TurnMethods.THREAD_BACKGROUND_TERMINALS_TERMINATE, terminals::terminate)
        .on(ConfigMethods.SKILLS_LIST, queries::skills)
        .on(ConfigMethods.HOOKS_LIST, queries::hooks)
        .on(ServerMethods.MODEL_LIST, models::models)
        .on(ServerMethods.MODEL_PROVIDER_LIST, models::providers)
        .on(ServerMethods.MODEL_PROVIDER_CAPABILITIES_READ, models::capabilities)
        .on(ServerMethods.EXPERIMENTAL_FEATURE_LIST, queries::features)
        .on(ServerMethods.PERMISSION_PROFILE_LIST, queries::permissionProfiles)
        .on(ServerMethods.COLLABORATION_MODE_LIST, queries::collaborationModes)
        .on(McpMethods.MCP_SERVER_STATUS_LIST, mcp(loaded)::list)
        .on(ServerMethods.ACCOUNT_RATE_LIMITS_READ, queries::rateLimits)
        .on(ConfigMethods.CONFIG_READ, config::read)
        .on(ConfigMethods.CONFIG_REQUIREMENTS_READ, queries::requirements)
        .on(ServerMethods.ACCOUNT_READ, queries::account);
  }

  private static McpHandlers mcp(LoadedThreads loaded) {
    try {
      return new McpHandlers(
          new McpThreads(new ChildProcesses(), Map::of, "1"),
          loaded,
          new ServerConfigFile(Path.of("no", "such", "home"), List.of()),
          "/srv/work");
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One thread, which works in a folder of its own. */
  private static LoadedThreads loaded() {
    LoadedThreads loaded = new LoadedThreads();
    ThreadStartParams params =
        WireJson.decodeParams(
            JsonParser.parseString("{\"cwd\":\"/srv/thread\"}"), ThreadStartParams.class);
    TurnSettings settings =
        new SettingsResolver(ServerConfig::defaults, WorkingDirectory.ofProcess()).start(params);
    NewThread thread =
        new NewThread(
            LOADED,
            Instant.EPOCH,
            HistoryMode.PAGINATED,
            new JsonObject(),
            null,
            "",
            null,
            () -> null);
    new ThreadLoader(new InMemoryThreadStore(), loaded, Clock.systemUTC(), 1, id -> {})
        .create(thread, settings, true);
    return loaded;
  }

  /** The peer's answers to these methods, as the protocol's tests keep them. */
  static Stream<Named<JsonObject>> recorded() throws IOException {
    Path file =
        Path.of(
            System.getProperty("heddle.root"), "protocol/src/test/resources/wire/recorded.ndjson");
    return Files.readAllLines(file).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(message -> message.get("as").getAsString().equals("result"))
        .filter(message -> ROUTES.names().contains(message.get("of").getAsString()))
        .map(message -> Named.of(message.get("of").getAsString(), message));
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void anAnswerHasTheShapeOfThePeers(JsonObject message) throws Exception {
    String method = message.get("of").getAsString();
    assertSameShape(message.get("json"), Asked.result(ROUTES, method, paramsFor(method)), method);
  }

  @Test
  void everyMethodButOneIsCompared() throws Exception {
    assertThat(recorded().map(Named::getName).distinct())
        .hasSize(ROUTES.names().size() - 1)
        .doesNotContain("account/rateLimits/read");
  }

  static Stream<String> answered() {
    return ROUTES.names().stream().filter(name -> !name.equals("account/rateLimits/read"));
  }

  @ParameterizedTest
  @MethodSource("answered")
  void anAnswerDecodesToWhatItWasMadeFrom(String method) throws Exception {
    JsonObject result = Asked.result(ROUTES, method, paramsFor(method));
    MethodSpec<?, ?> spec = Objects.requireNonNull(AppServerMethods.byName(method));
    Object decoded = WireJson.decode(result, spec.result());
    assertThat(WireJson.toTree(decoded)).isEqualTo(result);
  }

  private static String paramsFor(String method) {
    return method.startsWith("thread/")
        ? "{\"threadId\":\"" + LOADED + "\",\"processId\":\"1\"}"
        : "{}";
  }

  /** Members that the peer has are there, with the same type where neither is null. */
  private static void assertSameShape(JsonElement peer, JsonElement ours, String path) {
    if (peer.isJsonNull() || ours.isJsonNull()) {
      return;
    }
    assertThat(ours.getClass()).as(path).isEqualTo(peer.getClass());
    if (peer instanceof JsonObject object) {
      // Values of the user's, not of the protocol.
      boolean open = path.endsWith("/config") || path.endsWith("/origins");
      for (String name : object.keySet()) {
        JsonElement value = ours.getAsJsonObject().get(name);
        // What follows depends on the kind of provider, or on what was asked for.
        boolean varies = path.endsWith("/settings") && !name.equals("type");
        if (open && value == null || varies || name.equals("layers")) {
          continue;
        }
        assertThat(value).as(path + "/" + name).isNotNull();
        assertSameShape(object.get(name), value, path + "/" + name);
      }
    } else if (peer instanceof JsonArray array && !array.isEmpty()) {
      for (JsonElement each : ours.getAsJsonArray()) {
        assertSameShape(array.get(0), each, path + "[]");
      }
    }
  }

  @Test
  void nobodyIsLoggedInAndNobodyHasToBe() throws Exception {
    JsonObject account = Asked.result(ROUTES, "account/read", "{\"refreshToken\":true}");
    assertThat(account.get("account")).isEqualTo(JsonNull.INSTANCE);
    assertThat(account.get("requiresOpenaiAuth").getAsBoolean()).isFalse();
  }

  @Test
  void methodsWithoutParamsTakeNoneOrNull() throws Exception {
    for (String params : new String[] {null, "null", "{}"}) {
      assertThat(Asked.error(ROUTES, "account/rateLimits/read", params))
          .isEqualTo("-32600 codex account authentication required to read rate limits");
      assertThat(Asked.result(ROUTES, "configRequirements/read", params).get("requirements"))
          .isEqualTo(JsonNull.INSTANCE);
    }
    assertThat(Asked.error(ROUTES, "account/read", null))
        .isEqualTo("-32600 Invalid request: missing field `params`");
  }

  @Test
  void directoriesAreEchoedInTheirOrder() throws Exception {
    for (String method : List.of("skills/list", "hooks/list")) {
      assertThat(cwds(method, "{\"cwds\":[\"b\",\"/a\",\"b\"]}")).containsExactly("b", "/a", "b");
      assertThat(cwds(method, "{\"cwds\":[]}")).containsExactly("/srv/work");
    }
    assertThat(cwds("hooks/list", "{\"threadId\":\"" + LOADED + "\"}"))
        .containsExactly("/srv/thread");
  }

  private static Stream<String> cwds(String method, String params) throws Exception {
    return Asked.result(ROUTES, method, params).getAsJsonArray("data").asList().stream()
        .map(each -> each.getAsJsonObject().get("cwd").getAsString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hooks/list                      | {"threadId":"L","cwds":["/a"]} | specify either threadId or cwds
          hooks/list                      | {"threadId":"U"}               | thread not found: U
          mcpServerStatus/list            | {"threadId":"U"}               | thread not found: U
          mcpServerStatus/list            | {"cursor":"1"}                 | cursor 1 exceeds total MCP servers 0
          mcpServerStatus/list            | {"cursor":"zz"}                | invalid cursor: zz
          mcpServerStatus/list            | {"limit":-1}                   | Invalid request: invalid value: integer `-1`, expected u32
          experimentalFeature/list        | {"threadId":"U"}               | thread not found: U
          experimentalFeature/list        | {"cursor":"999"}               | cursor 999 exceeds total feature flags 0
          permissionProfile/list          | {"cursor":"999"}               | cursor 999 exceeds total permission profiles 3
          permissionProfile/list          | {"cursor":""}                  | invalid cursor:
          model/list                      | {"cursor":"-1"}                | invalid cursor: -1
          model/list                      | {"cursor":"99999999999999999999"} | invalid cursor: 99999999999999999999
          model/list                      | {"cursor":"2"}                 | cursor 2 exceeds total models 1
          thread/backgroundTerminals/list | {"threadId":"U"}               | thread not found: U
          thread/backgroundTerminals/list | {"threadId":"L","cursor":"zz"} | invalid cursor: invalid digit found in string
          thread/backgroundTerminals/list | {}                             | Invalid request: missing field `threadId`
          thread/backgroundTerminals/clean     | {"threadId":"U"}                   | thread not found: U
          thread/backgroundTerminals/terminate | {"threadId":"U","processId":"1"}   | thread not found: U
          thread/backgroundTerminals/terminate | {"threadId":"L","processId":"abc"} | invalid background terminal process id: invalid digit found in string
          """)
  void whatDoesNotFitIsRefusedInThePeersWords(String method, String params, String message)
      throws Exception {
    String given = params.replace("\"L\"", quoted(LOADED)).replace("\"U\"", quoted(UNKNOWN));
    String expected = message.replace(": U", ": " + UNKNOWN);
    assertThat(Asked.error(ROUTES, method, given).strip()).isEqualTo("-32600 " + expected);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          {"limit":0}              | :read-only           | 1
          {"limit":1,"cursor":"1"} | :workspace           | 2
          {"limit":9,"cursor":"2"} | :danger-full-access  | -
          {"cursor":"3"}           | -                    | -
          """)
  void pagesFollowEachOther(String params, String first, String next) throws Exception {
    JsonObject page = Asked.result(ROUTES, "permissionProfile/list", params);
    JsonArray data = page.getAsJsonArray("data");
    assertThat(data.isEmpty() ? null : data.get(0).getAsJsonObject().get("id").getAsString())
        .isEqualTo(first);
    assertThat(page.get("nextCursor").isJsonNull() ? null : page.get("nextCursor").getAsString())
        .isEqualTo(next);
  }

  @Test
  void aCursorBehindTheBackgroundTerminalsIsTheirEnd() throws Exception {
    JsonObject page =
        Asked.result(
            ROUTES,
            "thread/backgroundTerminals/list",
            "{\"cursor\":\"9\",\"limit\":0,\"threadId\":\"" + LOADED + "\"}");
    assertThat(page.getAsJsonArray("data")).isEmpty();
  }
}
