package dev.heddle.server.differential;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.schema.Descriptions;
import dev.heddle.schema.JsonSchemaFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds our schema against the one that Codex prints: for each method, notification and question
 * that both have, what is required, optional, nullable, and one of several; and in which file it
 * is. Differences are listed in {@code fixtures/known-differences.md}; one that is not fails, and
 * so does one that is gone.
 */
final class SchemaComparisonIT {
  static final String SESSION = "schema";
  private static final String BUNDLE = "codex_app_server_protocol.schemas.json";

  @TempDir Path folder;

  @Test
  void theSchemasDifferOnlyWhereItIsListed() throws Exception {
    ServerCommand codex = Peer.findOrSkip();
    SortedMap<String, Difference> found = new TreeMap<>();
    for (boolean experimental : List.of(false, true)) {
      Path peer = PeerContract.print(codex, "generate-json-schema", experimental, folder);
      Map<String, String> ours = JsonSchemaFiles.of(experimental, new Descriptions(Map.of()));
      SchemaComparison comparison =
          new SchemaComparison(
              flat(Files.readString(peer.resolve(BUNDLE))), flat(ours.get(BUNDLE)), SESSION);
      List<String> types = PeerContract.typesOfMethods(experimental);
      types.forEach(comparison::compare);
      List<Difference> differences = new ArrayList<>(comparison.differences());
      differences.addAll(
          PeerContract.places(PeerContract.files(peer), ours.keySet(), types, SESSION));
      differences.forEach(each -> found.putIfAbsent(each.key(), each));
    }
    PeerContract.assertListed(List.copyOf(found.values()), SESSION);
  }

  private static JsonObject flat(String bundle) {
    return PeerContract.flat(JsonParser.parseString(bundle).getAsJsonObject());
  }
}
