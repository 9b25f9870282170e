package dev.heddle.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
  @TempDir Path home;

  @Test
  void noFileMeansTheOfflineProviderAndCautiousDefaults() throws Exception {
    ServerConfig config = ConfigLoader.load(home.resolve("absent"), List.of());

    assertThat(config.modelProvider()).isEqualTo("script");
    assertThat(config.model()).isEqualTo("offline");
    assertThat(config.provider().wireApi()).isEqualTo(WireApi.SCRIPT);
    assertThat(config.approvalPolicy()).isEqualTo(ApprovalPolicy.ON_REQUEST);
    assertThat(config.sandboxMode()).isEqualTo(SandboxMode.WORKSPACE_WRITE);
    assertThat(config.heddle().store()).isEqualTo(StoreKind.LOCAL);
    assertThat(config.heddle().durability()).isEqualTo(Durability.DEFAULT);
    assertThat(config.heddle().blobs()).isEqualTo(BlobsSetting.OFF);
    assertThat(config.heddle().scenario()).isNull();
    assertThat(config.raw().size()).isZero();
    assertThat(ServerConfig.defaults()).isEqualTo(config);
  }

  @Test
  void everyKeyOfTheFileIsRead() throws Exception {
    write(
        """
        model = "some-model"
        model_provider = "mine"
        model_reasoning_effort = "high"
        model_reasoning_summary = "concise"
        model_context_window = 128_000
        approval_policy = "never"
        sandbox_mode = "read-only"
        instructions = "be brief"
        developer_instructions = "more"
        not_ours = { a = [1, 2.5, true, 1979-05-27] }

        [sandbox_workspace_write]
        writable_roots = ["/a", "/b"]
        network_access = true
        exclude_slash_tmp = true

        [model_providers.mine]
        name = "Mine"
        base_url = "http://127.0.0.1:1/v1"
        env_key = "MY_KEY"
        wire_api = "chat"
        query_params = { api-version = "2" }
        http_headers = { X-One = "1" }
        env_http_headers = { X-Two = "TWO" }
        request_max_retries = 7
        stream_max_retries = 1000
        stream_idle_timeout_ms = 1500

        [heddle]
        store = "memory"
        durability = "strict"
        blobs = "on"
        scenario = "demo.json"
        idle_unload_minutes = 5
        """);
    ServerConfig config = ConfigLoader.load(home, List.of());

    assertThat(config.model()).isEqualTo("some-model");
    assertThat(config.reasoningEffort()).isEqualTo("high");
    assertThat(config.reasoningSummary()).isEqualTo("concise");
    assertThat(config.contextWindow()).isEqualTo(128_000);
    assertThat(config.approvalPolicy().mode()).isEqualTo(ApprovalPolicy.Mode.NEVER);
    assertThat(config.sandboxMode()).isEqualTo(SandboxMode.READ_ONLY);
    assertThat(config.workspaceWrite())
        .isEqualTo(new WorkspaceWrite(List.of("/a", "/b"), true, false, true));
    assertThat(config.instructions()).isEqualTo("be brief");
    assertThat(config.developerInstructions()).isEqualTo("more");
    ProviderConfig mine = config.provider();
    assertThat(mine.name()).isEqualTo("Mine");
    assertThat(mine.wireApi()).isEqualTo(WireApi.CHAT);
    assertThat(mine.envKey()).isEqualTo("MY_KEY");
    assertThat(mine.queryParams()).containsEntry("api-version", "2");
    assertThat(mine.httpHeaders()).containsEntry("X-One", "1");
    assertThat(mine.envHttpHeaders()).containsEntry("X-Two", "TWO");
    assertThat(mine.requestMaxRetries()).isEqualTo(7);
    assertThat(mine.streamMaxRetries()).isEqualTo(100);
    assertThat(mine.streamIdleTimeout()).isEqualTo(Duration.ofMillis(1500));
    HeddleConfig heddle = config.heddle();
    assertThat(heddle.store()).isEqualTo(StoreKind.MEMORY);
    assertThat(heddle.durability()).isEqualTo(Durability.STRICT);
    assertThat(heddle.blobs()).isEqualTo(BlobsSetting.ON);
    assertThat(heddle.scenario()).isEqualTo(home.toAbsolutePath().resolve("demo.json"));
    assertThat(heddle.idleUnload()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.raw().get("not_ours")).hasToString("{\"a\":[1,2.5,true,\"1979-05-27\"]}");
    assertThat(mine.toString()).doesNotContain("X-One").doesNotContain("api-version");
  }

  @Test
  void argumentsWinOverTheFileAndAreTomlOrPlainText() throws Exception {
    write("model = \"a\"\n[sandbox_workspace_write]\nnetwork_access = true\n");
    ServerConfig config =
        ConfigLoader.load(
            home,
            List.of(
                "model=gpt-x.1",
                "approval_policy=\"never\"",
                "model_context_window=1000",
                "sandbox_workspace_write.writable_roots=['/w']",
                "model_provider=mine",
                "model_providers.mine={ base_url = \"http://h/v1\", name = \"N\" }",
                "model_providers.mine.http_headers.X-A=b = c",
                "instructions=1\n2"));

    assertThat(config.model()).isEqualTo("gpt-x.1");
    assertThat(config.approvalPolicy().mode()).isEqualTo(ApprovalPolicy.Mode.NEVER);
    assertThat(config.contextWindow()).isEqualTo(1000);
    assertThat(config.workspaceWrite().writableRoots()).containsExactly("/w");
    assertThat(config.workspaceWrite().networkAccess()).isTrue();
    assertThat(config.provider().name()).isEqualTo("N");
    assertThat(config.provider().httpHeaders()).containsEntry("X-A", "b = c");
    assertThat(config.instructions()).isEqualTo("1\n2");
  }

  @Test
  void aProfileLiesBetweenTheFileAndTheArguments() throws Exception {
    write(
        """
        model = "a"
        sandbox_mode = "read-only"
        profile = "work"
        [profiles.work]
        model = "b"
        approval_policy = "never"
        [profiles.play]
        model = "c"
        """);

    assertThat(ConfigLoader.load(home, List.of()).model()).isEqualTo("b");
    ServerConfig both = ConfigLoader.load(home, List.of("model=d"));
    assertThat(both.model()).isEqualTo("d");
    assertThat(both.approvalPolicy().mode()).isEqualTo(ApprovalPolicy.Mode.NEVER);
    ServerConfig play = ConfigLoader.load(home, List.of("profile=play"));
    assertThat(play.model()).isEqualTo("c");
    assertThat(play.sandboxMode()).isEqualTo(SandboxMode.READ_ONLY);
    assertThat(play.approvalPolicy()).isEqualTo(ApprovalPolicy.ON_REQUEST);
    assertThat(failure("profile = \"nope\"").message()).contains("`nope`");
  }

  @Test
  void aDatabaseIsNamedAsOtherProgramsDo() throws Exception {
    write(
        """
        [heddle]
        store = "postgres"
        [heddle.postgres]
        url = "postgres://h:1/d?sslmode=require"
        user = "u"
        """);
    HeddleConfig heddle = ConfigLoader.load(home, List.of()).heddle();
    assertThat(heddle.store()).isEqualTo(StoreKind.POSTGRES);
    assertThat(heddle.postgres())
        .isEqualTo(
            new PostgresConfig("jdbc:postgresql://h:1/d?sslmode=require", "u", "PGPASSWORD", 4));
    assertThat(
            ConfigLoader.load(home, List.of("heddle.postgres.url=jdbc:postgresql://h/d"))
                .heddle()
                .postgres()
                .url())
        .isEqualTo("jdbc:postgresql://h/d");
    assertThat(ConfigLoader.load(home, List.of("heddle.store=local")).heddle().postgres()).isNull();
  }

  @Test
  void aModelWithoutAProviderMeansOpenAi() throws Exception {
    write("model = \"gpt-5\"\n");
    ServerConfig config = ConfigLoader.load(home, List.of());

    assertThat(config.modelProvider()).isEqualTo("openai");
    assertThat(config.provider().baseUrl()).isEqualTo("https://api.openai.com/v1");
    assertThat(config.provider().envKey()).isEqualTo("OPENAI_API_KEY");
  }

  @Test
  void granularApprovalsAreKeptAsWritten() throws Exception {
    write("approval_policy = { granular = { rules = true } }\n");
    ApprovalPolicy policy = ConfigLoader.load(home, List.of()).approvalPolicy();

    assertThat(policy.mode()).isEqualTo(ApprovalPolicy.Mode.GRANULAR);
    assertThat(policy.toJson()).hasToString("{\"granular\":{\"rules\":true}}");
    assertThat(ApprovalPolicy.ON_REQUEST.toJson()).hasToString("\"on-request\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "approval_policy = 'zz' | approval_policy | unknown variant `zz`, expected one of"
            + " `untrusted`, `on-failure`, `on-request`, `granular`, `never`",
        "approval_policy = 3 | approval_policy | invalid type: integer, expected a string or a"
            + " table",
        "approval_policy = 'granular' | approval_policy | `granular` needs a table",
        "approval_policy = { nope = {} } | approval_policy | expected a table with the one key",
        "sandbox_mode = 'none' | sandbox_mode | unknown variant `none`",
        "model = 1.5 | model | invalid type: floating point, expected a string",
        "model_context_window = 'x' | model_context_window | invalid type: string, expected an"
            + " integer",
        "model_context_window = 0 | model_context_window | invalid value: 0",
        "heddle.context_windows.m = 'x' | heddle.context_windows.m | expected an integer",
        "heddle.without_reasoning = 'x' | heddle.without_reasoning | expected an array",
        "model_reasoning_summary = 'x' | model_reasoning_summary | unknown variant `x`",
        "sandbox_workspace_write = 1 | sandbox_workspace_write | expected a table",
        "sandbox_workspace_write.network_access = 'yes' | sandbox_workspace_write.network_access |"
            + " expected a boolean",
        "sandbox_workspace_write.writable_roots = [1] | sandbox_workspace_write.writable_roots |"
            + " expected a string",
        "model_providers.p.name = 'x' | model_providers.p.base_url | missing field `base_url`",
        "model_providers.p.base_url = 'ftp://x' | model_providers.p.base_url | http:// or https://",
        "model_providers.p = {base_url = 'http://x', wire_api = 'soap'} |"
            + " model_providers.p.wire_api | unknown variant `soap`, expected one of `responses`,"
            + " `chat`, `script`",
        "model_providers.p = {base_url = 'http://x', http_headers = {a = [1]}} |"
            + " model_providers.p.http_headers.a | invalid type: sequence, expected a string",
        "heddle.store = 'remote' | heddle.store | unknown variant `remote`",
        "heddle.store = 'postgres' | heddle.postgres.url | missing field `url`",
        "heddle = { store = 'postgres', postgres = { url = 'mysql://h/d' } } | heddle.postgres.url"
            + " | expected postgresql://host:port/database",
        "heddle = { store = 'postgres', postgres = { url = 'postgres://u:p@h/d' } }"
            + " | heddle.postgres.url | the user belongs into `user`",
        "heddle = { store = 'postgres', postgres = { url = 'postgres://h/d?password=p' } }"
            + " | heddle.postgres.url | the user belongs into `user`",
        "heddle.max_event_bytes = -1 | heddle.max_event_bytes | invalid value: -1",
      })
  void aValueThatDoesNotFitNamesItsKey(String toml, String key, String problem) {
    ConfigException failure = failure(toml);

    assertThat(failure.message()).contains(problem).endsWith("\nin `" + key + "`\n");
    assertThat(failure.key()).isEqualTo(key);
  }

  @Test
  void untrustedIsRefusedInTheFile() {
    assertThat(failure("approval_policy = \"untrusted\"").message())
        .isEqualTo("approval_policy = \"untrusted\" is no longer supported; remove this setting");
  }

  @Test
  void aProviderThatDoesNotExistIsNamed() {
    assertThat(failure("model_provider = \"nope\"").message())
        .isEqualTo("Model provider `nope` not found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a = 1;b = | 2",
        "a = 1;a = 2 | 2",
        "a = 1;;[x];c 3;d = 4 | 4",
        "[a];x = 1;[a];y = 2 | 3",
        "a = 'b' c | 1",
        "a = 1;b = [1,;2;c = 3 | 2",
        "a = \"\"\"x;y\"\"\";b = 1;c = 99999999999999999999 | 4",
        "[a | 1",
      })
  void aFileThatDoesNotParseGivesTheLine(String lines, int line) {
    ConfigException failure = failure(lines.replace(';', '\n') + "\n");

    assertThat(failure.line()).isEqualTo(line);
    assertThat(failure.message()).startsWith("config.toml line " + line + ": ");
  }

  @Test
  void aFileThatIsNotUtf8GivesTheLine() throws Exception {
    byte[] latin1 = "a = 1\nb = 'h\u00e9'\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(home.resolve("config.toml"), latin1);

    assertThat(failure().message()).isEqualTo("config.toml line 2: not UTF-8");
  }

  @Test
  void aByteOrderMarkAndAnEmptyFileAreFine() throws Exception {
    write("\uFEFFmodel = \"b\"\r\n");
    assertThat(ConfigLoader.load(home, List.of()).model()).isEqualTo("b");
    write("\n  \n");
    assertThat(ConfigLoader.load(home, List.of()).modelProvider()).isEqualTo("script");
  }

  @Test
  void aFileThatCannotBeReadIsNotAnEmptyOne() throws Exception {
    Files.createDirectory(home.resolve("config.toml"));

    assertThat(failure().message()).startsWith("config.toml cannot be read: ");
  }

  @Test
  void anArgumentWithoutAKeyIsRefused() {
    assertThat(argumentFailure("model").message()).isEqualTo("-c needs key=value");
    assertThat(argumentFailure("=x").message()).isEqualTo("-c needs key=value");
    assertThat(argumentFailure("a..b=1").message()).contains("a part of it is empty");
  }

  private void write(String toml) throws IOException {
    Files.writeString(home.resolve("config.toml"), toml);
  }

  private ConfigException failure(String toml) {
    try {
      write(toml);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return failure();
  }

  private ConfigException failure() {
    return catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(home, List.of()));
  }

  private ConfigException argumentFailure(String argument) {
    return catchThrowableOfType(
        ConfigException.class, () -> ConfigLoader.load(home, List.of(argument)));
  }
}
