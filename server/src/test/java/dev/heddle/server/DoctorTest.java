package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.store.postgres.EmbeddedDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path temporary;
  private final List<Finding> findings = new ArrayList<>();

  @Test
  void aHomeThatIsNotThereIsFineAndIsNotMade() throws Exception {
    Path home = temporary.resolve("none");
    examine(home, Map.of(), true);

    assertThat(finding("home").level()).isEqualTo(Finding.Level.OK);
    assertThat(home).doesNotExist();
    assertThat(findings).extracting(Finding::level).doesNotContain(Finding.Level.FAULT);
  }

  @Test
  void aHomeThatIsAFileIsAFault() throws Exception {
    examine(Files.writeString(temporary.resolve("file"), ""), Map.of(), true);

    assertThat(finding("home").level()).isEqualTo(Finding.Level.FAULT);
  }

  @Test
  void aConfigurationThatDoesNotParseIsAFaultWithItsReason() throws Exception {
    Files.writeString(temporary.resolve("config.toml"), "model = \n");
    examine(temporary, Map.of(), true);

    assertThat(finding("config").level()).isEqualTo(Finding.Level.FAULT);
    assertThat(finding("config").text()).isNotBlank();
  }

  @Test
  void theIndexOfAHomeIsOpened() throws Exception {
    examine(Files.createDirectory(temporary.resolve("home")), Map.of(), true);

    assertThat(finding("index").level()).isEqualTo(Finding.Level.OK);
    assertThat(finding("index").text())
        .containsSubsequence("index: ok; ", "; catalogue: ", "; watch: ", "; places: ")
        .doesNotContain("{");
  }

  @Test
  void aDatabaseIsAskedWhetherItAnswers() throws Exception {
    Files.writeString(
        temporary.resolve("config.toml"),
        """
        [heddle]
        store = "postgres"
        [heddle.postgres]
        url = "%s"
        """
            .formatted(EmbeddedDatabase.newSchema()));
    examine(temporary, Map.of(), false);

    assertThat(finding("database").level()).isEqualTo(Finding.Level.OK);
    assertThat(finding("database").text()).contains("PostgreSQL ").contains("tables of version 1");
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsAFaultWithItsReason() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    Files.writeString(
        temporary.resolve("config.toml"),
        "heddle.store = \"postgres\"\nheddle.postgres.url = \"postgres://127.0.0.1:%d/x\"\n"
            .formatted(nobody));
    examine(temporary, Map.of(), false);

    assertThat(finding("database").level()).isEqualTo(Finding.Level.FAULT);
    assertThat(finding("database").text()).contains("cannot be reached").contains("refused");
  }

  @Test
  void aStoreThatWritesNothingHasNoIndex() throws Exception {
    Files.writeString(temporary.resolve("config.toml"), "[heddle]\nstore = \"memory\"\n");
    examine(temporary, Map.of(), true);

    assertThat(finding("index").text()).contains("memory");
  }

  @Test
  void aProviderThatListensIsReachedAndOneThatDoesNotIsAFault() throws Exception {
    int port;
    try (ServerSocket provider = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = provider.getLocalPort();
      configure("http://127.0.0.1:" + port, "");
      examine(temporary, Map.of("DOCTOR_KEY", "k"), false);
      assertThat(finding("provider").level()).isEqualTo(Finding.Level.OK);
    }
    findings.clear();
    examine(temporary, Map.of(), false);
    assertThat(finding("provider").level()).isEqualTo(Finding.Level.FAULT);
    assertThat(finding("key").text()).contains("DOCTOR_KEY");
  }

  @Test
  void aProviderBehindAProxyIsReachedWhereTheProxyIs() throws Exception {
    configure("http://provider.invalid", "");
    int port;
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = proxy.getLocalPort();
      examine(temporary, Map.of("HTTP_PROXY", "127.0.0.1:" + port), false);
      assertThat(finding("provider").level()).isEqualTo(Finding.Level.OK);
      assertThat(finding("provider").text()).contains("proxy", "127.0.0.1:" + port);
    }
    findings.clear();
    examine(temporary, Map.of("HTTP_PROXY", "127.0.0.1:" + port), false);
    assertThat(finding("provider").level()).isEqualTo(Finding.Level.FAULT);
  }

  @Test
  void aTokenTakesThePlaceOfAKeyThatIsNotSet() throws Exception {
    configure("http://provider.invalid", "experimental_bearer_token = \"t\"");
    examine(temporary, Map.of(), true);

    assertThat(findings).extracting(Finding::subject).doesNotContain("key");
  }

  @Test
  void completionKnowsEveryCommandInEveryShell() throws Exception {
    for (String shell : List.of("bash", "zsh", "fish")) {
      java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
      assertThat(Completion.run(List.of(shell), out)).isEqualTo(ExitCode.OK);
      for (String each : List.of("app-server", "demo", "doctor", "completion", "fish", "home")) {
        assertThat(out.toString(java.nio.charset.StandardCharsets.UTF_8)).contains(each);
      }
    }
  }

  private void configure(String address, String more) throws Exception {
    Files.writeString(
        temporary.resolve("config.toml"),
        """
        model = "m"
        model_provider = "p"
        [model_providers.p]
        name = "P"
        base_url = "%s/v1"
        env_key = "DOCTOR_KEY"
        wire_api = "responses"
        %s
        """
            .formatted(address, more));
  }

  private void examine(Path home, Map<String, String> environment, boolean offline)
      throws Exception {
    new Doctor(ServerOptions.in(home), environment, offline, findings::add).examine();
  }

  private Finding finding(String subject) {
    return findings.stream()
        .filter(each -> each.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }
}
