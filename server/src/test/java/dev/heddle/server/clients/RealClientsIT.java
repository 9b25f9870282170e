package dev.heddle.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.testkit.WireWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that others wrote for Codex, as npm has them, on the server as it ships. {@code
 * fixtures/clients} has their versions, what the model says, and for each client a driver with what
 * its user sees. A driver runs twice: it begins a conversation, and goes on with it in a new
 * process.
 */
@Timeout(120)
class RealClientsIT {
  private static final Path ROOT = Path.of(System.getProperty("heddle.root")).toAbsolutePath();
  private static final Path CLIENTS = ROOT.resolve("fixtures/clients");
  private static final Gson PRETTY = new GsonBuilder().setPrettyPrinting().create();

  @TempDir static Path work;

  @BeforeAll
  static void install() throws Exception {
    // What is optional here is Codex itself, 200 MB of it.
    NodeTools node = NodeTools.findOrSkip(CLIENTS.resolve("package.json"), "--omit=optional");
    Files.createSymbolicLink(work.resolve("node_modules"), node.modules());
    try (Stream<Path> files = Files.list(CLIENTS)) {
      for (Path file : files.toList()) {
        Files.copy(file, work.resolve(file.getFileName()));
      }
    }
    WireWatch.install(work.resolve("codex"), List.of(ROOT.resolve("heddle").toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"codex-acp", "ai-sdk-provider-codex-cli", "ai-sdk-provider-codex-app-server"})
  void holdsAConversation(String client) throws Exception {
    Path home = Files.createDirectory(work.resolve("home-of-" + client));
    Files.writeString(
        home.resolve("config.toml"),
        "model_provider = \"script\"\n[heddle]\nscenario = \"%s\"\n"
            .formatted(work.resolve("scenario.json")));
    Files.createDirectory(work.resolve("folder-of-" + client));
    JsonObject begun = converse(client);
    JsonObject continued = converse(client, begun.get("thread").getAsString());
    JsonObject seen = new JsonObject();
    seen.add("begun", begun.get("seen"));
    seen.add("continued", continued.get("seen"));
    String expected = Files.readString(CLIENTS.resolve(client + ".json"));
    assertThat(PRETTY.toJson(seen)).isEqualTo(PRETTY.toJson(JsonParser.parseString(expected)));
  }

  private static JsonObject converse(String client, String... thread) throws Exception {
    List<String> command = new ArrayList<>(List.of("node", client + ".mjs"));
    command.add(work.resolve("codex").toString());
    command.add(work.resolve("folder-of-" + client).toString());
    command.addAll(List.of(thread));
    String home = work.resolve("home-of-" + client).toString();
    // Commands run in a login shell; the developer's own profile may have something to say.
    Map<String, String> environment = Map.of("HEDDLE_HOME", home, "HOME", home);
    String output = NodeTools.succeed(work, environment, command);
    return JsonParser.parseString(output).getAsJsonObject();
  }
}
