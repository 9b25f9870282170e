package dev.heddle.server.differential;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.clients.NodeTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds our types in TypeScript against those that Codex writes. Every name that the types of a
 * method of both lead to is a module of ours in the same folder, and each such type says the same:
 * members, which may be missing, which may be null, and what a union is made of. Differences are
 * listed in {@code fixtures/known-differences.md}.
 */
@Timeout(300)
final class TypeScriptComparisonIT {
  static final String SESSION = "typescript";
  private static final Path TYPESCRIPT =
      Path.of(System.getProperty("heddle.root"), "fixtures", "typescript").toAbsolutePath();
  private static final String DEFINITIONS = "#/definitions/";

  @TempDir Path folder;

  @Test
  void theTypesDifferOnlyWhereItIsListed() throws Exception {
    ServerCommand codex = Peer.findOrSkip();
    NodeTools node = NodeTools.findOrSkip(TYPESCRIPT.resolve("package.json"));
    Files.copy(TYPESCRIPT.resolve("test/structure.mjs"), folder.resolve("structure.mjs"));
    Files.createSymbolicLink(folder.resolve("node_modules"), node.modules());
    SortedMap<String, Difference> found = new TreeMap<>();
    for (boolean experimental : List.of(false, true)) {
      Path printed = PeerContract.print(codex, "generate-ts", experimental, folder);
      JsonObject peer = structure(printed);
      Path published = TYPESCRIPT.resolve(experimental ? "experimental" : "stable");
      JsonObject ours = structure(published);
      List<String> types = PeerContract.typesOfMethods(experimental);
      List<Difference> differences =
          new ArrayList<>(
              PeerContract.places(
                  PeerContract.files(printed), PeerContract.files(published), types, SESSION));
      differences.addAll(compare(peer, ours, types));
      differences.forEach(each -> found.putIfAbsent(each.key(), each));
    }
    PeerContract.assertListed(List.copyOf(found.values()), SESSION);
  }

  private JsonObject structure(Path types) throws IOException, InterruptedException {
    String json =
        NodeTools.succeed(folder, Map.of(), List.of("node", "structure.mjs", types.toString()));
    return JsonParser.parseString(json).getAsJsonObject();
  }

  /** Compares these types and all that they lead to; what only Codex has a name for is found. */
  private static List<Difference> compare(JsonObject peer, JsonObject ours, List<String> types) {
    List<Difference> found = new ArrayList<>();
    SchemaComparison comparison = new SchemaComparison(peer, ours, SESSION);
    SortedSet<String> seen = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (String type : types) {
      for (String path : List.of(DEFINITIONS + type, DEFINITIONS + "v2/" + type)) {
        if (at(ours, path) != null) {
          open.add(path);
        }
      }
    }
    while (!open.isEmpty()) {
      String path = open.pop();
      if (!seen.add(path)) {
        continue;
      }
      JsonElement theirs = at(peer, path);
      JsonElement own = at(ours, path);
      String name = path.substring(DEFINITIONS.length());
      if (theirs == null || own == null) {
        String where = own == null ? "peer" : "ours";
        found.add(new Difference(name + " only from " + where, SESSION, "", "", ""));
      } else if (!isOpaque(own)) {
        comparison.compare(path, path);
        references(theirs, open);
      }
    }
    found.addAll(comparison.differences());
    return found;
  }

  /** Whether it is handed on unread, as JSON of any form. */
  private static boolean isOpaque(JsonElement type) {
    JsonElement others = type.getAsJsonObject().get("additionalProperties");
    return type.getAsJsonObject().isEmpty()
        || others instanceof JsonPrimitive any && any.getAsBoolean();
  }

  private static JsonElement at(JsonObject document, String path) {
    JsonElement at = document;
    for (String step : path.substring("#/".length()).split("/", -1)) {
      at = at == null ? null : at.getAsJsonObject().get(step);
    }
    return at;
  }

  private static void references(JsonElement type, Deque<String> into) {
    switch (type) {
      case JsonObject object -> object.asMap().values().forEach(each -> references(each, into));
      case JsonArray array -> array.forEach(each -> references(each, into));
      case JsonPrimitive text when text.getAsString().startsWith(DEFINITIONS) ->
          into.add(text.getAsString());
      default -> {}
    }
  }
}
