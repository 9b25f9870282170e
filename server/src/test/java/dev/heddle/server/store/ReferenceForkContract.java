package dev.heddle.server.store;

import static dev.heddle.server.store.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Forks by reference: what a child inherits stays what it was, whatever the source does. */
interface ReferenceForkContract extends StoreOnTrial {
  @Test
  default void aForkInheritsWhatItsPointSays() {
    ReferenceForks forks = forks();
    String source = source();
    Map<ForkPoint, List<String>> expected =
        Map.of(
            new ForkPoint.Latest(), List.of("turn-1", "turn-2", "turn-3"),
            new ForkPoint.ThroughTurn("turn-2"), List.of("turn-1", "turn-2"),
            new ForkPoint.BeforeTurn("turn-2"), List.of("turn-1"));
    expected.forEach((point, inherited) -> {
      String child = fork(forks, source, point, "own");
      List<String> turns = new ArrayList<>(inherited);
      turns.add("own");
      assertThat(SampleThread.turnIds(store(), child)).as("turns of %s", point).isEqualTo(turns);
      StoredThread read = store().read(child, false);
      assertThat(read.id()).as("id of %s", point).isEqualTo(child);
      assertThat(read.forkedFromId()).as("source of %s", point).isEqualTo(source);
      assertThat(read.preview()).as("preview of %s", point).isEqualTo("a");
    });
    assertThat(SampleThread.turnIds(restart(), source))
        .as("turns of the source")
        .containsExactly("turn-1", "turn-2", "turn-3");
  }

  @Test
  default void ordinalsRunOnFromWhatIsInherited() {
    ReferenceForks forks = forks();
    String child = fork(forks, source(), new ForkPoint.ThroughTurn("turn-2"), "own");
    long last = -1;
    for (RolloutRecord record : SampleThread.replay(restart(), child)) {
      if (record.ordinal() != RolloutRecord.NO_ORDINAL) {
        assertThat(record.ordinal()).as("ordinal of a %s", record.type()).isGreaterThan(last);
        last = record.ordinal();
      }
    }
    assertThat(last).as("last ordinal").isPositive();
  }

  @Test
  default void aForkOfAForkInheritsBoth() {
    ReferenceForks forks = forks();
    String child = fork(forks, source(), new ForkPoint.ThroughTurn("turn-2"), "child");
    String grandchild = fork(forks, child, new ForkPoint.Latest(), "grandchild");
    String short1 = fork(forks, child, new ForkPoint.ThroughTurn("turn-1"), "short");
    restart();
    assertThat(SampleThread.turnIds(store(), grandchild))
        .as("turns of the fork of a fork")
        .containsExactly("turn-1", "turn-2", "child", "grandchild");
    assertThat(SampleThread.turnIds(store(), short1))
        .as("turns of a fork cut inside what its source inherits")
        .containsExactly("turn-1", "short");
    assertThat(store().read(grandchild, false).forkedFromId())
        .as("immediate source")
        .isEqualTo(child);
  }

  @Test
  default void aReplayGoesOnWhenItsThreadIsArchivedMeanwhile() {
    String child = fork(forks(), source(), new ForkPoint.Latest(), "own");
    List<RolloutRecord> before = SampleThread.replay(store(), child);
    List<RolloutRecord> seen = new ArrayList<>();
    store()
        .replay(
            child,
            true,
            record -> {
              if (seen.isEmpty()) {
                store().archive(child); // of what it inherits only the first record was read
              }
              seen.add(record);
            });
    assertThat(seen).hasSameSizeAs(before);
    assertThat(store().read(child, true).archived()).isTrue();
  }

  @Test
  default void whatAnOpenSourceGotBeforeTheForkIsInherited() {
    ReferenceForks forks = forks();
    NewThread thread = SampleThread.of(store(), 0);
    try (LiveLog log = store().create(thread)) {
      log.append(SampleThread.turn(thread.historyMode(), "turn-1", 1, "a"));
      String child = fork(forks, thread.threadId(), new ForkPoint.Latest(), "own");
      log.append(SampleThread.turn(thread.historyMode(), "turn-2", 2, "later"));
      log.flush();
      assertThat(SampleThread.turnIds(store(), child))
          .as("turns of a fork of an open thread")
          .containsExactly("turn-1", "own");
    }
  }

  @Test
  default void whatStreamsIsInherited() {
    ReferenceForks forks = forks();
    NewThread thread = SampleThread.of(store(), 0);
    try (LiveLog log = store().create(thread)) {
      List<RolloutRecord> turn = SampleThread.turn(thread.historyMode(), "turn-1", 1, "a");
      log.append(turn.subList(0, 3));
      log.append(List.of(streamed("one "), streamed("two")));
      String child = fork(forks, thread.threadId(), new ForkPoint.Latest(), "own");
      log.append(turn.subList(3, turn.size()));
      log.flush();
      assertThat(SampleThread.turns(store(), child).getFirst().items().getLast().item().toString())
          .as("the last item of the turn that the fork was made in")
          .contains("\"one two\"");
    }
  }

  private static RolloutRecord streamed(String text) {
    return Records.partialItem(SampleThread.at(1), "turn-1", "streams", "AgentMessage", text);
  }

  @Test
  default void aReferredSourceCanBeArchivedButNotDeleted() {
    ReferenceForks forks = forks();
    String source = source();
    String child = fork(forks, source, new ForkPoint.Latest(), "own");
    assertRefused("delete of a referred source", Kind.CONFLICT, () -> store().delete(source));
    store().archive(source);
    assertRefused("delete once archived", Kind.CONFLICT, () -> restart().delete(source));
    assertThat(SampleThread.turnIds(store(), child))
        .as("turns of the child of an archived source")
        .containsExactly("turn-1", "turn-2", "turn-3", "own");
    store().delete(child);
    store().delete(source);
    assertRefused("read the source", Kind.NOT_FOUND, () -> store().read(source, true));
  }

  @Test
  default void aForkOfNothingIsRefused() {
    ReferenceForks forks = forks();
    String source = source();
    StoredThread parent = store().read(source, false);
    assertRefused(
            "fork at an unknown turn",
            Kind.INVALID_REQUEST,
            () ->
                forks.fork(
                    SampleThread.childOf(parent, 10), source, new ForkPoint.ThroughTurn("nope")))
        .hasMessage("turn not found: nope");
    assertRefused(
        "fork of an unknown thread",
        Kind.NOT_FOUND,
        () -> forks.fork(SampleThread.childOf(parent, 10), Uuid7.next(), new ForkPoint.Latest()));
  }

  private ReferenceForks forks() {
    return Capabilities.require("forks by reference", store().referenceForks());
  }

  private String source() {
    return SampleThread.stored(store(), SampleThread.of(store(), 0), "a", "b", "c");
  }

  private String fork(ReferenceForks forks, String source, ForkPoint point, String turnId) {
    assertThat(forks.canRefer(source)).as("can be referred to").isTrue();
    NewThread child = SampleThread.childOf(store().read(source, true), 10);
    try (LiveLog log = forks.fork(child, source, point)) {
      assertThat(log.threadId()).as("thread of the fork's log").isEqualTo(child.threadId());
      log.append(SampleThread.turn(child.historyMode(), turnId, 11, "in " + turnId));
    }
    return child.threadId();
  }
}
