package dev.heddle.server.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.protocol.v2.AppServerMethods;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ServerRequests;
import dev.heddle.schema.Descriptions;
import dev.heddle.schema.JsonSchemaFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds our schema against the one that Codex prints: for each method, notification and question
 * that both have, what is required, optional, nullable, and one of several. Differences are listed
 * in {@code fixtures/known-differences.md}; one that is not fails, and so does one that is gone.
 */
final class SchemaComparisonIT {
  private static final Path ROOT = Path.of(System.getProperty("heddle.root"));
  private static final String BUNDLE = "codex_app_server_protocol.schemas.json";

  @TempDir Path folder;

  @Test
  void theSchemasDifferOnlyWhereItIsListed() throws Exception {
    ServerCommand codex = Peer.findOrSkip();
    SortedMap<String, Difference> found = new TreeMap<>();
    for (boolean experimental : List.of(false, true)) {
      SchemaComparison comparison =
          new SchemaComparison(schemaOf(codex, experimental), ourSchema(experimental));
      typesOfMethods(experimental).forEach(comparison::compare);
      comparison.differences().forEach(each -> found.putIfAbsent(each.key(), each));
    }
    KnownDifferences known =
        KnownDifferences.read(ROOT.resolve("fixtures/known-differences.md"))
            .in(SchemaComparison.SESSION);
    List<Difference> differences = List.copyOf(found.values());
    String unlisted =
        differences.stream()
            .filter(each -> !known.covers(each))
            .map(each ->
                "`" + each.key() + "`\n    peer: " + each.peer() + "\n    ours: " + each.ours())
            .collect(Collectors.joining("\n"));
    assertThat(unlisted).as("differences that no table lists").isEmpty();
    List<KnownDifferences.Row> vanished = known.vanished(differences);
    if (!vanished.isEmpty()) {
      fail("listed, but the schemas do not differ there any more: " + vanished);
    }
  }

  /** Params, results and notifications that our tables name, by the names of their types. */
  private static List<String> typesOfMethods(boolean experimental) {
    List<Class<?>> types = new ArrayList<>();
    AppServerMethods.all().stream()
        .filter(method -> experimental || !method.experimental())
        .forEach(method -> types.addAll(List.of(method.params(), method.result())));
    ServerNotifications.all().stream()
        .filter(notification -> experimental || !notification.experimental())
        .forEach(notification -> types.add(notification.params()));
    ServerRequests.all().stream()
        .filter(request -> experimental || !request.experimental())
        .forEach(request -> types.addAll(List.of(request.params(), request.result())));
    return types.stream()
        .map(Class::getSimpleName)
        .filter(name -> !name.equals("NoParams"))
        .distinct()
        .toList();
  }

  private static JsonObject ourSchema(boolean experimental) {
    Map<String, String> files = JsonSchemaFiles.of(experimental, new Descriptions(Map.of()));
    return flat(JsonParser.parseString(files.get(BUNDLE)).getAsJsonObject());
  }

  private JsonObject schemaOf(ServerCommand server, boolean experimental)
      throws IOException, InterruptedException {
    Path out = folder.resolve("peer-" + experimental);
    List<String> command = new ArrayList<>(server.command());
    command.addAll(List.of("generate-json-schema", "--out", out.toString()));
    if (experimental) {
      command.add("--experimental");
    }
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return flat(JsonParser.parseString(Files.readString(out.resolve(BUNDLE))).getAsJsonObject());
  }

  /** A bundle whose types of {@code v2} are found beside the others; those win. */
  private static JsonObject flat(JsonObject bundle) {
    JsonObject definitions = bundle.getAsJsonObject("definitions");
    for (Map.Entry<String, JsonElement> type : definitions.getAsJsonObject("v2").entrySet()) {
      if (!definitions.has(type.getKey())) {
        definitions.add(type.getKey(), type.getValue());
      }
    }
    return bundle;
  }
}
