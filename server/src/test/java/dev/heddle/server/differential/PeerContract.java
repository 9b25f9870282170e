package dev.heddle.server.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.AppServerMethods;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ServerRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the comparisons of our contract with that of Codex share. */
final class PeerContract {
  private static final Path ROOT = Path.of(System.getProperty("heddle.root"));

  private PeerContract() {}

  /** Lets Codex write its contract below a folder. */
  static Path print(ServerCommand codex, String what, boolean experimental, Path folder)
      throws IOException, InterruptedException {
    Path out = folder.resolve(what + "-" + experimental);
    List<String> command = new ArrayList<>(codex.command());
    command.addAll(List.of(what, "--out", out.toString()));
    if (experimental) {
      command.add("--experimental");
    }
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return out;
  }

  /** The paths of all files below a folder. */
  static SortedSet<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Params, results and notifications that our tables name, by the names of their types. */
  static List<String> typesOfMethods(boolean experimental) {
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

  /** Files of these types, or of {@code Nullable} ones, that are not in the same place in both. */
  static List<Difference> places(
      Set<String> peer, Set<String> ours, List<String> types, String session) {
    Set<String> wanted = new HashSet<>(types);
    List<Difference> found = new ArrayList<>();
    for (String path : union(peer, ours)) {
      String name = path.replaceFirst(".*/", "").replaceFirst("\\.[a-z]+$", "");
      if (wanted.contains(name.replaceFirst("^Nullable", ""))
          && peer.contains(path) != ours.contains(path)) {
        String where = peer.contains(path) ? "peer" : "ours";
        found.add(new Difference("file " + path + " only from " + where, session, "", "", ""));
      }
    }
    return found;
  }

  private static SortedSet<String> union(Set<String> one, Set<String> other) {
    SortedSet<String> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }

  /** A bundle whose types of {@code v2} are found beside the others; those win. */
  static JsonObject flat(JsonObject bundle) {
    JsonObject definitions = bundle.getAsJsonObject("definitions");
    for (Map.Entry<String, JsonElement> type : definitions.getAsJsonObject("v2").entrySet()) {
      if (!definitions.has(type.getKey())) {
        definitions.add(type.getKey(), type.getValue());
      }
    }
    return bundle;
  }

  /** Fails when a difference is not listed, and when one that is listed is gone. */
  static void assertListed(List<Difference> differences, String session) throws IOException {
    KnownDifferences known =
        KnownDifferences.read(ROOT.resolve("fixtures/known-differences.md")).in(session);
    String unlisted =
        differences.stream()
            .filter(each -> !known.covers(each))
            .map(each ->
                "`" + each.key() + "`\n    peer: " + each.peer() + "\n    ours: " + each.ours())
            .collect(Collectors.joining("\n"));
    assertThat(unlisted).as("differences that no table lists").isEmpty();
    List<KnownDifferences.Row> vanished = known.vanished(differences);
    if (!vanished.isEmpty()) {
      fail("listed, but both are the same there now: " + vanished);
    }
  }
}
