package dev.heddle.server.store.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.HistoryPages.Request;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Homes that Codex 0.169.0 wrote. {@code expected.json} holds what its own thread/read said of
 * them; texts of its prompts are cut.
 */
class PeerHomesTest {
  @TempDir Path directory;

  static List<Path> homes() throws IOException {
    Path homes = Path.of(System.getProperty("heddle.root", "..")).resolve("fixtures/homes");
    try (Stream<Path> all = Files.list(homes)) {
      return all.filter(home -> Files.exists(home.resolve("expected.json"))).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void everyThreadReadsAsItsWriterReadIt(Path home) throws IOException {
    JsonObject expected =
        JsonParser.parseString(Files.readString(home.resolve("expected.json"))).getAsJsonObject();
    try (LocalThreadStore store = new LocalThreadStore(copy(home), Durability.DEFAULT)) {
      assertFalse(expected.isEmpty());
      for (Map.Entry<String, JsonElement> thread : expected.entrySet()) {
        assertEquals(thread.getValue(), describe(store, thread.getKey()));
      }
      assertEquals(
          expected.keySet().stream().sorted().toList(),
          Stream.of(true, false)
              .flatMap(archived ->
                  store.list(Journal.query(100, SortDirection.DESC, archived)).threads().stream())
              .map(StoredThread::id)
              .sorted()
              .toList());
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  @Tag("SA-48")
  void readingAndListingChangesNothing(Path home) throws IOException {
    Path copy = copy(home);
    Map<String, byte[]> before = contents(copy);
    try (LocalThreadStore store = new LocalThreadStore(copy, Durability.DEFAULT)) {
      for (StoredThread thread : store.list(Journal.all()).threads()) {
        Journal.replay(store, thread.id());
      }
    }
    Map<String, byte[]> after = contents(copy);
    assertEquals(before.keySet(), after.keySet());
    before.forEach(
        (path, bytes) -> assertEquals(true, Arrays.equals(bytes, after.get(path)), path));
  }

  @ParameterizedTest
  @MethodSource("homes")
  void everyActiveThreadGoesOnWithoutAGap(Path home) throws IOException {
    try (LocalThreadStore store = new LocalThreadStore(copy(home), Durability.DEFAULT)) {
      for (StoredThread thread : store.list(Journal.all()).threads()) {
        List<Long> before = Journal.ordinals(Journal.replay(store, thread.id()));
        int turns = turns(store, thread.id()).size();
        try (LiveLog log = store.resume(thread.id())) {
          log.append(Journal.turn(thread.id(), "next", "Going on"));
        }
        List<Long> after = Journal.ordinals(Journal.replay(store, thread.id()));
        assertEquals(before, after.subList(0, before.size()));
        if (!before.isEmpty()) {
          for (int i = before.size(); i < after.size(); i++) {
            assertEquals(after.get(i - 1) + 1, after.get(i));
          }
        }
        List<StoredTurn> now = turns(store, thread.id());
        assertEquals(turns + 1, now.size());
        assertEquals("next", now.getLast().turnId());
      }
    }
  }

  private static JsonObject describe(LocalThreadStore store, String id) {
    StoredThread thread = store.read(id, true);
    JsonObject found = new JsonObject();
    found.addProperty("preview", thread.preview());
    found.add("name", thread.name() == null ? JsonNull.INSTANCE : new JsonPrimitive(thread.name()));
    found.addProperty("historyMode", thread.historyMode().wireName());
    found.addProperty("forkedFromId", thread.forkedFromId());
    found.addProperty("archived", thread.archived());
    JsonArray turns = new JsonArray();
    for (StoredTurn turn : turns(store, id)) {
      JsonObject described = new JsonObject();
      described.addProperty("id", turn.turnId());
      // Nobody runs these threads, so a turn without an end was interrupted.
      described.addProperty(
          "status",
          turn.status() == StoredTurn.Status.IN_PROGRESS
              ? "interrupted"
              : turn.status().name().toLowerCase(Locale.ROOT));
      JsonArray items = new JsonArray();
      JsonArray texts = new JsonArray();
      for (StoredItem item : turn.items()) {
        String type = item.item().get("type").getAsString();
        items.add(Character.toLowerCase(type.charAt(0)) + type.substring(1));
        switch (type) {
          case "UserMessage" -> texts.add("user: " + text(item.item()));
          case "AgentMessage" -> texts.add("agent: " + text(item.item()));
          default -> {}
        }
      }
      described.add("items", items);
      described.add("texts", texts);
      turns.add(described);
    }
    found.add("turns", turns);
    return found;
  }

  private static String text(JsonObject item) {
    StringBuilder text = new StringBuilder();
    for (JsonElement part : item.getAsJsonArray("content")) {
      text.append(part.getAsJsonObject().get("text").getAsString());
    }
    return text.toString();
  }

  private static List<StoredTurn> turns(LocalThreadStore store, String id) {
    return store
        .historyPages()
        .orElseThrow()
        .turns(id, new Request(null, 1000, SortDirection.ASC))
        .turns();
  }

  private Path copy(Path home) throws IOException {
    Path copy = directory.resolve("home");
    for (Path file : files(home)) {
      Path target = copy.resolve(home.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
    return copy;
  }

  private static Map<String, byte[]> contents(Path home) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Path file : files(home)) {
      String name = home.relativize(file).toString();
      if (!name.startsWith("heddle")) {
        contents.put(name, Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static List<Path> files(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(root)) {
      walk.filter(Files::isRegularFile).forEach(found::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return found;
  }
}
