package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.rollout.ContextFold;
import dev.heddle.server.rollout.Conversation;
import dev.heddle.server.rollout.HistoryCut;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.FoldedPages;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.HistoryPages.Anchor;
import dev.heddle.server.store.HistoryPages.Items;
import dev.heddle.server.store.HistoryPages.Request;
import dev.heddle.server.store.ResumePoints;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages out of the index are the pages of a fold over all records, for random histories: both
 * modes, forks of forks, reverts, rollbacks, compactions, streamed text, damage.
 */
class HistoryIndexTest {
  private static final int SEEDS = Integer.getInteger("heddle.history.seeds", 20);

  private static final int FIRST = Integer.getInteger("heddle.history.first", 0);

  @TempDir Path directory;

  /** A home with one history, which grows and branches. */
  private final class Histories implements AutoCloseable {
    private final Random random;
    private final Path home;
    private final Path day;
    private LocalThreadStore store;
    private final List<Leaf> leaves = new ArrayList<>();
    private int threads;

    Histories(long seed) throws IOException {
      random = new Random(seed);
      home = directory.resolve("home-" + seed);
      day = home.resolve("sessions/2026/01/31");
      Files.createDirectories(day);
      store = new LocalThreadStore(home, Durability.DEFAULT);
    }

    void reopen() {
      store.close();
      store = new LocalThreadStore(home, Durability.DEFAULT);
    }

    Leaf begin(boolean paginated, boolean damage) throws IOException {
      String id = Journal.threadId(++threads);
      RandomRollout lines = new RandomRollout(random, paginated, 0, damage);
      Path file = day.resolve("rollout-2026-01-31T10-20-" + (10 + threads) + "-" + id + ".jsonl");
      Files.write(file, lines.header(id, ""));
      Leaf leaf = new Leaf(id, id, file, lines, paginated, damage, false);
      leaves.add(leaf);
      return leaf;
    }

    void grow(Leaf leaf) throws IOException {
      Files.write(
          leaf.file,
          leaf.lines.lines(1 + random.nextInt(25), !leaf.inherits),
          StandardOpenOption.APPEND);
    }

    void say(Leaf leaf, String... lines) throws IOException {
      Files.writeString(leaf.file, String.join("", lines), StandardOpenOption.APPEND);
    }

    /** A fork or a revert at the end of any line of the leaf's own file. */
    void branch(Leaf leaf) throws IOException {
      List<long[]> ends = ends(leaf.file);
      if (ends.isEmpty()) {
        return;
      }
      long[] end = ends.get(random.nextInt(ends.size()));
      branch(leaf, end, random.nextBoolean());
    }

    Leaf fork(Leaf leaf, long[] end) throws IOException {
      return branch(leaf, end, false);
    }

    private Leaf branch(Leaf leaf, long[] end, boolean revert) throws IOException {
      String id = revert ? leaf.id : Journal.threadId(++threads);
      String key = revert ? Journal.threadId(1000 + ++threads) : id;
      RandomRollout lines = new RandomRollout(random, true, end[1], leaf.damage);
      String base =
          ",\"history_base\":{\"thread_id\":\"%s\",\"end_ordinal_exclusive\":%d,\"end_byte_offset\":%d}"
              .formatted(leaf.key, end[1], end[0]);
      Path file =
          day.resolve(
              "rollout-2026-01-31T10-21-"
                  + (10 + threads % 40)
                  + "-"
                  + id
                  + (revert ? "_" + key : "")
                  + ".jsonl");
      Files.write(file, lines.header(id, base));
      Leaf child = new Leaf(id, key, file, lines, true, leaf.damage, true);
      lines.turns().addAll(leaf.lines.turns());
      if (revert) {
        leaves.remove(leaf);
      }
      leaves.add(child);
      return child;
    }

    void check(Leaf leaf, String step) {
      HistoryPages pages = store.historyPages().orElseThrow();
      HistoryPages folded = new FoldedPages((id, sink) -> store.replay(id, true, sink));
      for (SortDirection direction : SortDirection.values()) {
        for (int limit : List.of(1 + random.nextInt(3), 100)) {
          for (Items items : Items.values()) {
            walk(
                step + " turns " + direction + " " + limit + " " + items,
                request -> {
                  HistoryPages.TurnPage page = pages.turns(leaf.id, request, items);
                  assertThat(page).as(step).isEqualTo(folded.turns(leaf.id, request, items));
                  return page.hasMore() ? page.turns().getLast().ordinal() : null;
                },
                limit,
                direction);
          }
          walk(
              step + " items " + direction + " " + limit,
              request -> {
                HistoryPages.ItemPage page = pages.items(leaf.id, null, request);
                assertThat(page).as(step).isEqualTo(folded.items(leaf.id, null, request));
                return page.hasMore() ? page.items().getLast().ordinal() : null;
              },
              limit,
              direction);
        }
      }
      List<StoredTurn> all =
          folded.turns(leaf.id, new Request(null, 1000, SortDirection.ASC)).turns();
      for (StoredTurn turn : all.subList(Math.max(0, all.size() - 3), all.size())) {
        Request request = new Request(null, 2, SortDirection.DESC);
        assertThat(pages.items(leaf.id, turn.turnId(), request))
            .as(step)
            .isEqualTo(folded.items(leaf.id, turn.turnId(), request));
        for (StoredItem item : turn.items()) {
          Request from = new Request(new Anchor(item.ordinal(), true), 2, SortDirection.ASC);
          assertThat(pages.items(leaf.id, null, from))
              .as(step)
              .isEqualTo(folded.items(leaf.id, null, from));
        }
      }
    }

    /** Where the thread stands, and its forks would: as a replay says. */
    void checkPoints(Leaf leaf, String step) {
      ResumePoints points = store.resumePoints().orElseThrow();
      ThreadFold facts = new ThreadFold(leaf.id);
      ContextFold context = new ContextFold();
      HistoryCut cut = new HistoryCut();
      store.replay(
          leaf.id,
          true,
          record -> {
            facts.accept(record);
            context.accept(record);
            cut.accept(record);
          });
      ResumePoints.Point point = points.latest(leaf.id);
      assertThat(point.context().state()).as(step).isEqualTo(context.facts().state());
      assertThat(point.facts().state()).as(step).isEqualTo(facts.state());
      Conversation conversation = new Conversation();
      points.replayConversation(leaf.id, conversation::accept);
      assertThat(conversation.items()).as(step).isEqualTo(context.items());
      assertThat(conversation.callsWithoutOutput())
          .as(step)
          .isEqualTo(context.callsWithoutOutput());
      if (!leaf.damage && !store.referenceForks().orElseThrow().canRefer(leaf.id)) {
        return;
      }
      List<String> turns = leaf.lines.turns();
      for (int i = 0; i < 4 && !turns.isEmpty(); i++) {
        String turnId = turns.get(random.nextInt(turns.size()));
        checkCut(leaf, points, new ForkPoint.BeforeTurn(turnId), cut.before(turnId), step);
        checkCut(leaf, points, new ForkPoint.ThroughTurn(turnId), cut.through(turnId), step);
      }
    }

    private void checkCut(
        Leaf leaf, ResumePoints points, ForkPoint at, OptionalLong end, String step) {
      String child = Journal.threadId(9999);
      String told = step + " " + at;
      ResumePoints.Point point;
      AtomicReference<Conversation> conversation = new AtomicReference<>();
      try {
        point =
            points.inherited(
                leaf.id,
                child,
                at,
                () -> {
                  Conversation begun = new Conversation();
                  conversation.set(begun);
                  return begun::accept;
                });
      } catch (ThreadStoreException e) {
        assertThat(e.kind()).as(told).isEqualTo(ThreadStoreException.Kind.UNSUPPORTED);
        return;
      }
      if (end.isEmpty()) {
        assertThat(point).as(told).isNull();
        return;
      }
      assertThat(point).as(told).isNotNull();
      ContextFold context = new ContextFold();
      ThreadFold facts = new ThreadFold(child);
      List<RolloutRecord> records = new ArrayList<>();
      store.replay(leaf.id, true, records::add);
      int kept = (int) Math.min(end.getAsLong(), records.size());
      for (int i = 0; leaf.paginated && i < records.size(); i++) {
        long place = records.get(i).ordinal();
        kept = i == 0 ? 0 : kept;
        kept = place >= 0 && place < end.getAsLong() ? i + 1 : kept;
      }
      for (RolloutRecord record : records.subList(0, kept)) {
        context.accept(record);
        if (!RolloutChain.OF_THE_THREAD.contains(record.type())) {
          facts.accept(record);
        }
      }
      for (int i = kept; leaf.paginated && i < records.size(); i++) {
        if (records.get(i).ordinal() >= 0) {
          break;
        }
        if (records.get(i).type().equals(RecordTypes.PARTIAL_ITEM)) {
          context.accept(records.get(i));
        }
      }
      assertThat(point.context().state()).as(told).isEqualTo(context.facts().state());
      assertThat(point.facts().state()).as(told).isEqualTo(facts.state());
      assertThat(conversation.get().items()).as(told).isEqualTo(context.items());
    }

    private void walk(
        String step, Function<Request, Long> page, int limit, SortDirection direction) {
      Long last = null;
      int pages = 0;
      do {
        Anchor anchor = last == null ? null : new Anchor(last, false);
        last = page.apply(new Request(anchor, limit, direction));
        assertThat(pages++).as(step).isLessThan(1000);
      } while (last != null);
    }

    @Override
    public void close() {
      store.close();
    }
  }

  /** A thread's newest file. */
  private record Leaf(
      String id,
      String key,
      Path file,
      RandomRollout lines,
      boolean paginated,
      boolean damage,
      boolean inherits) {}

  /** Places behind a record that has an ordinal: offset and next ordinal. */
  private static List<long[]> ends(Path file) throws IOException {
    List<long[]> ends = new ArrayList<>();
    try (RolloutReader reader = RolloutReader.open(file)) {
      for (var r = reader.next(); r != null; r = reader.next()) {
        if (r.ordinal() >= 0 && reader.terminated()) {
          ends.add(new long[] {reader.nextOffset(), r.ordinal() + 1});
        }
      }
    }
    return ends;
  }

  @Test
  @Tag("R1")
  @Tag("R4")
  @Tag("F2")
  void everyPageIsThePageOfTheWholeFold() throws IOException {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      Random random = new Random(seed);
      try (Histories histories = new Histories(seed)) {
        boolean paginated = random.nextInt(3) > 0;
        histories.begin(paginated, random.nextInt(3) == 0);
        for (int step = 0; step < 6; step++) {
          String told = "seed " + seed + " step " + step;
          Leaf leaf = histories.leaves.get(random.nextInt(histories.leaves.size()));
          histories.grow(leaf);
          if (paginated && !leaf.damage && random.nextInt(3) == 0) {
            histories.branch(leaf);
          }
          if (random.nextInt(6) == 0) {
            histories.reopen();
          }
          if (random.nextInt(8) == 0) {
            cutTail(leaf, random);
          }
          for (Leaf each : histories.leaves) {
            if (random.nextInt(3) > 0) {
              histories.checkPoints(each, told + " " + each.file.getFileName());
              histories.check(each, told + " " + each.file.getFileName());
            }
          }
        }
        for (Leaf each : histories.leaves) {
          histories.checkPoints(each, "seed " + seed + " end " + each.file.getFileName());
          histories.check(each, "seed " + seed + " end " + each.file.getFileName());
        }
      }
    }
  }

  @Test
  void textThatGoesOnUnderAnotherIdIsWhole() throws IOException {
    try (Histories histories = new Histories(0)) {
      Leaf leaf = histories.begin(false, false);
      histories.say(leaf, STARTED, partial("one "));
      histories.check(leaf, "begun");
      histories.say(leaf, event("\"type\":\"user_message\",\"message\":\"steer\",\"images\":[]"));
      histories.check(leaf, "steered");
      histories.say(leaf, partial("two "));
      histories.check(leaf, "gone on");
      histories.say(leaf, partial("three"), event("\"type\":\"context_compacted\""));
      histories.check(leaf, "under a third id");
      histories.say(leaf, event("\"type\":\"agent_message\",\"message\":\"one two three\""));
      histories.check(leaf, "completed");
    }
  }

  @Test
  void anItemThatWasInheritedHalfSaidStandsWhereItWasCompleted() throws IOException {
    try (Histories histories = new Histories(0)) {
      Leaf leaf = histories.begin(true, false);
      histories.say(leaf, placed(1, STARTED), partial("one "), placed(2, CONTEXT));
      List<long[]> ends = ends(leaf.file);
      Leaf heir = histories.fork(leaf, ends.getLast());
      histories.say(heir, partial("two"));
      histories.check(heir, "gone on");
      histories.say(
          heir,
          placed(4, CONTEXT),
          placed(
              5,
              event(
                  "\"type\":\"item_completed\",\"turn_id\":\"t\",\"item\":{\"type\":\"AgentMessage\",\"id\":\"m\",\"content\":[{\"type\":\"Text\",\"text\":\"one"
                      + " two\"}]}")));
      histories.check(heir, "completed");
    }
  }

  @Test
  void textRightBehindAHeaderStandsWhereItStandsForHeirs() throws IOException {
    try (Histories histories = new Histories(0)) {
      Leaf leaf = histories.begin(true, false);
      histories.say(leaf, placed(1, STARTED));
      Leaf heir = histories.fork(leaf, ends(leaf.file).getLast());
      histories.say(heir, partial("one"), placed(3, CONTEXT));
      histories.check(heir, "heir");
      Leaf another = histories.fork(heir, ends(heir.file).getLast());
      histories.check(another, "heir's heir");
    }
  }

  @Test
  void aLineThatGrewAfterItWasReadIsReadAnew() throws IOException {
    try (Histories histories = new Histories(0)) {
      Leaf leaf = histories.begin(false, false);
      String said = event("\"type\":\"user_message\",\"message\":\"hello\",\"images\":[]");
      histories.say(leaf, STARTED, said.stripTrailing());
      histories.checkPoints(leaf, "without its end");
      histories.say(leaf, STARTED, CONTEXT);
      histories.checkPoints(leaf, "grown");
    }
  }

  private static final String STARTED = event("\"type\":\"task_started\",\"turn_id\":\"t\"");
  private static final String CONTEXT = record("turn_context", "{\"turn_id\":\"t\"}");

  private static String partial(String text) {
    return record(
        "heddle_partial_item",
        "{\"turn_id\":\"t\",\"item_id\":\"m\",\"item_type\":\"AgentMessage\",\"text\":\"%s\"}"
            .formatted(text));
  }

  private static String event(String members) {
    return record("event_msg", "{" + members + "}");
  }

  private static String record(String type, String payload) {
    return "{\"timestamp\":\"%s\",\"type\":\"%s\",\"payload\":%s}\n"
        .formatted(Journal.START, type, payload);
  }

  private static String placed(long ordinal, String line) {
    return "{\"ordinal\":" + ordinal + "," + line.substring(1);
  }

  /** A last line without its end, whole or torn. */
  private static void cutTail(Leaf leaf, Random random) throws IOException {
    if (leaf.inherits || leaf.paginated) {
      return; // others may refer to what is cut off
    }
    byte[] bytes = Files.readAllBytes(leaf.file);
    int cut = random.nextBoolean() ? 1 : Math.min(bytes.length / 4, 1 + random.nextInt(30));
    Files.write(leaf.file, java.util.Arrays.copyOf(bytes, bytes.length - cut));
  }
}
