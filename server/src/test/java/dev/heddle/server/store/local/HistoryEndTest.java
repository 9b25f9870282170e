package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.Conversation;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.store.FoldedPages;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.HistoryPages.Items;
import dev.heddle.server.store.HistoryPages.Request;
import dev.heddle.server.store.SortDirection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered from the end of a history equals what a fold over all of it says. */
class HistoryEndTest {
  private static final int SEEDS = Integer.getInteger("heddle.history.seeds", 40);

  /** Any history is long enough, and little of it is read at first. */
  private static final long ALWAYS = -1;

  private static final long WINDOW = 1_500;

  @TempDir Path directory;
  private final String id = Journal.threadId(1);

  private Path file(Path home) throws IOException {
    Path day = Files.createDirectories(home.resolve("sessions/2026/01/31"));
    return day.resolve("rollout-2026-01-31T10-20-11-" + id + ".jsonl");
  }

  @Test
  @Tag("R1")
  @Tag("R4")
  void theEndTellsWhatTheWholeFoldTells() throws IOException {
    int turnPages = 0;
    int itemPages = 0;
    int conversations = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      boolean paginated = random.nextInt(4) > 0;
      RandomRollout lines = new RandomRollout(random, paginated, 0, random.nextInt(4) == 0);
      Path home = directory.resolve("home-" + seed);
      Files.write(file(home), lines.header(id, ""));
      try (LocalThreadStore store = new LocalThreadStore(home, Durability.DEFAULT)) {
        store.history().answerEarly(ALWAYS, WINDOW);
        for (int step = 0; step < 4; step++) {
          Files.write(file(home), lines.lines(40, false), StandardOpenOption.APPEND);
          if (startsTurnTwice(store)) {
            break; // no server writes that
          }
          String told = "seed " + seed + " step " + step;
          RolloutChain chain = store.chain(id);
          HistoryEnd end = new HistoryEnd(WINDOW);
          FoldedPages folded = new FoldedPages((thread, sink) -> store.replay(thread, true, sink));
          for (int limit = 1; limit < 4; limit++) {
            Request request = new Request(null, limit, SortDirection.DESC);
            for (Items items : Items.values()) {
              HistoryPages.TurnPage expected = folded.turns(id, request, items);
              assertThat(store.history().turns(id, request, items)).as(told).isEqualTo(expected);
              HistoryPages.TurnPage page = end.turns(chain, request, items);
              if (page != null) {
                turnPages++;
                assertThat(page).as(told).isEqualTo(expected);
              }
            }
            HistoryPages.ItemPage expected = folded.items(id, null, request);
            assertThat(store.history().items(id, null, request)).as(told).isEqualTo(expected);
            HistoryPages.ItemPage page = end.items(chain, request);
            if (page != null) {
              itemPages++;
              assertThat(page).as(told).isEqualTo(expected);
            }
          }
          conversations += end.checkpoint(chain) == null ? 0 : 1;
          Conversation whole = new Conversation();
          store.replay(id, true, whole::accept);
          Conversation conversation = new Conversation();
          store.resumePoints().orElseThrow().replayConversation(id, conversation::accept);
          assertThat(conversation.items()).as(told).isEqualTo(whole.items());
        }
      }
    }
    assertThat(turnPages).as("pages of turns from the end").isGreaterThan(SEEDS / 20);
    assertThat(itemPages).as("pages of items from the end").isGreaterThan(SEEDS / 20);
    assertThat(conversations).as("conversations from a checkpoint").isGreaterThan(SEEDS / 20);
  }

  private boolean startsTurnTwice(LocalThreadStore store) {
    List<String> started = new ArrayList<>();
    store.replay(
        id,
        true,
        record -> {
          String type = Json.string(record.payload(), "type", "");
          if (type.equals("task_started") || type.equals("turn_started")) {
            started.add(Json.string(record.payload(), "turn_id"));
          }
        });
    return new HashSet<>(started).size() < started.size();
  }

  /** A legacy history that is long enough for its row to know where its context stands. */
  private void longHistory(Path home) throws IOException {
    String filler = "x".repeat(200_000);
    StringBuilder lines = new StringBuilder();
    lines.append(
        line(
            "session_meta",
            "{\"id\":\"%s\",\"timestamp\":\"%s\",\"cwd\":\"/work\",\"originator\":\"test\",\"cli_version\":\"1\",\"source\":\"vscode\",\"model_provider\":\"mock\"}"
                .formatted(id, Journal.START)));
    lines.append(
        event("\"type\":\"thread_settings_applied\",\"thread_settings\":{\"model\":\"first\"}"));
    for (int i = 0; i < 25; i++) {
      lines.append(turn(i, filler));
    }
    Files.writeString(file(home), lines);
  }

  private static String turn(int number, String text) {
    return event("\"type\":\"task_started\",\"turn_id\":\"t" + number + "\"")
        + line("turn_context", "{\"model\":\"m" + number + "\"}")
        + event("\"type\":\"user_message\",\"message\":\"" + text + "\"")
        + line(
            "response_item",
            "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"said"
                + " "
                + number
                + "\"}]}")
        + event("\"type\":\"token_count\",\"info\":{\"total\":" + number + "}")
        + event("\"type\":\"task_complete\",\"turn_id\":\"t" + number + "\"");
  }

  private static String event(String members) {
    return line("event_msg", "{" + members + "}");
  }

  private static String line(String type, String payload) {
    return "{\"timestamp\":\"%s\",\"type\":\"%s\",\"payload\":%s}\n"
        .formatted(Journal.START, type, payload);
  }

  private static JsonObject replayed(LocalThreadStore store, String id) {
    ContextFacts context = new ContextFacts();
    store.replay(id, true, context::accept);
    return context.state();
  }

  private static JsonObject latest(LocalThreadStore store, String id) {
    return store.resumePoints().orElseThrow().latest(id).context().state();
  }

  @Test
  @Tag("R1")
  @Tag("R2")
  void aLongHistoryIsResumedFromItsRowAlone() throws IOException {
    Path home = directory.resolve("home");
    longHistory(home);
    JsonObject expected;
    try (LocalThreadStore store = new LocalThreadStore(home, Durability.DEFAULT)) {
      store.settleIndex();
      expected = replayed(store, id);
      assertThat(latest(store, id)).isEqualTo(expected);
    }
    try (LocalThreadStore store = new LocalThreadStore(home, Durability.DEFAULT)) {
      assertThat(latest(store, id)).as("another process").isEqualTo(expected);
      assertThat(home.resolve("heddle/history.sqlite"))
          .as("needs no index of turns")
          .doesNotExist();
      Files.writeString(file(home), turn(25, "more"), StandardOpenOption.APPEND);
      assertThat(latest(store, id))
          .as("grown by another program")
          .isEqualTo(replayed(store, id))
          .isNotEqualTo(expected);
    }
  }

  @Test
  @Tag("R3")
  void aRollbackBehindARowIsToldByTheWholeHistory() throws IOException {
    Path home = directory.resolve("home");
    longHistory(home);
    try (LocalThreadStore store = new LocalThreadStore(home, Durability.DEFAULT)) {
      latest(store, id);
      Files.writeString(
          file(home),
          event("\"type\":\"thread_rolled_back\",\"num_turns\":2"),
          StandardOpenOption.APPEND);
      assertThat(latest(store, id)).isEqualTo(replayed(store, id));
      Files.writeString(file(home), turn(26, "more"), StandardOpenOption.APPEND);
      assertThat(latest(store, id)).isEqualTo(replayed(store, id));
    }
  }
}
