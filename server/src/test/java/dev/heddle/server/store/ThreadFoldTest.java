package dev.heddle.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.Rollouts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ThreadFoldTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void aRecordedThreadHasTheFactsCodexTells() {
    List<RolloutRecord> records = Rollouts.recorded("legacy-basic");
    StoredThread thread = fold(idOf(records), records);

    assertThat(thread.preview()).isEqualTo("First question");
    assertThat(thread.historyMode()).isEqualTo(HistoryMode.LEGACY);
    assertThat(thread.model()).isEqualTo("mock-model");
    assertThat(thread.modelProvider()).isEqualTo("mock");
    assertThat(thread.cwd()).isEqualTo("/w");
    assertThat(thread.originator()).isEqualTo("client");
    assertThat(thread.source().getAsString()).isEqualTo("vscode");
    assertThat(thread.sessionId()).isEqualTo(thread.id());
    assertThat(thread.memoryMode()).isEqualTo("enabled");
    assertThat(thread.git()).isEqualTo(new GitInfo(null, "main", null));
    assertThat(thread.createdAt().getEpochSecond()).isEqualTo(1795237335);
    assertThat(thread.recencyAt().getEpochSecond()).isEqualTo(1795237335);
    assertThat(thread.tokenUsage().getAsJsonObject("total_token_usage").get("total_tokens"))
        .hasToString("60");
  }

  @Test
  void aForkKeepsWhatWasSaidButNotWhatHappenedToItsSource() {
    List<RolloutRecord> records = Rollouts.recorded("forked");
    String child =
        records.stream()
            .map(RolloutRecord::payload)
            .filter(payload -> payload.has("forked_from_id"))
            .findFirst()
            .orElseThrow()
            .get("id")
            .getAsString();
    StoredThread thread = fold(child, records);

    assertThat(thread.preview()).isEqualTo("A question 1");
    assertThat(thread.forkedFromId()).isEqualTo(idOf(records));
    assertThat(thread.createdAt().getEpochSecond()).isEqualTo(1795237337);
    // Of three turns only the last was the child's.
    assertThat(thread.readState().firstUnreadTurnId()).startsWith("01a1fc7b-dae0");
  }

  /** As when a machine wakes up with a clock that is ahead, which is then put right. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void turnsCountThoughTheClockWasAheadWhenTheThreadBegan(boolean forked) {
    RolloutRecord header = header("child", forked ? "source" : null, 1000);
    if (forked) {
      header.payload().add("history_base", new JsonObject());
    }
    List<RolloutRecord> records = new ArrayList<>();
    if (forked) {
      records.add(header("source", null, 0));
      records.add(ended("inherited", 1));
    }
    records.add(header);
    records.add(said("hello", 2));
    records.add(ended("t1", 3));

    assertThat(fold("child", records).readState().firstUnreadTurnId()).isEqualTo("t1");
  }

  @Test
  void whatAnAncestorSaidIsNoNewsThoughNobodySaysThatItWasCopied() {
    List<RolloutRecord> records = new ArrayList<>();
    records.add(header("child", null, 100));
    records.add(header("source", null, 0));
    records.add(ended("copied", 1));
    assertThat(fold("child", records).readState()).isEqualTo(ReadState.initial("child"));
    records.add(ended("own", 101));
    assertThat(fold("child", records).readState().firstUnreadTurnId()).isEqualTo("own");
  }

  @Test
  void aRevertedThreadKeepsItsTimeOfCreation() {
    List<RolloutRecord> records = Rollouts.recorded("reverted");

    assertThat(fold(idOf(records), records).createdAt().getEpochSecond()).isEqualTo(1795237336);
  }

  @Test
  void aCopiedHistoryDoesNotBringNameGoalOrReadMarkOfItsSource() {
    List<RolloutRecord> source = new ArrayList<>(List.of(header("source", null, 0)));
    source.add(said("hello", 1));
    source.add(ended("t1", 2));
    source.add(metadata("source", ThreadPatch.rename("Name"), 3));
    source.add(metadata("source", ThreadPatch.read(true), 3));
    source.add(Records.goalUpdated(at(4), "source", goal("Goal")));
    List<RolloutRecord> child = new ArrayList<>(List.of(header("child", "source", 100)));
    child.addAll(source);

    StoredThread thread = fold("child", child);
    assertThat(thread.preview()).isEqualTo("hello");
    assertThat(thread.name()).isNull();
    assertThat(thread.goal()).isNull();
    assertThat(thread.readState()).isEqualTo(ReadState.initial("child"));
    assertThat(thread.updatedAt()).isEqualTo(at(100));

    child.add(metadata("child", ThreadPatch.rename("Mine"), 100));
    child.add(ended("t2", 101));
    assertThat(fold("child", child).name()).isEqualTo("Mine");
    assertThat(fold("child", child).readState().firstUnreadTurnId()).isEqualTo("t2");
    assertThat(fold("source", source).name()).isEqualTo("Name");
  }

  @Test
  void aPatchKeepsClearsAndSetsEachMember() {
    ThreadPatch.Change<String> keep = ThreadPatch.Change.keep();
    List<RolloutRecord> records = new ArrayList<>(List.of(header("t", null, 0)));
    records.add(metadata("t", ThreadPatch.git(set("a"), set("b"), set("c")), 1));
    records.add(metadata("t", ThreadPatch.memoryMode("disabled"), 1));
    records.add(metadata("t", ThreadPatch.git(keep, set(null), set("d")), 2));
    assertThat(fold("t", records).git()).isEqualTo(new GitInfo("a", null, "d"));

    records.add(metadata("t", ThreadPatch.git(set(null), keep, set(null)), 3));
    records.add(metadata("t", ThreadPatch.goal(goal("G")), 3));
    StoredThread thread = fold("t", records);
    assertThat(thread.git()).isNull();
    assertThat(thread.memoryMode()).isEqualTo("disabled");
    assertThat(thread.goal()).isEqualTo(goal("G"));
    assertThat(thread.preview()).isEqualTo("G");
    assertThat(thread.updatedAt()).as("metadata is no activity").isEqualTo(at(0));

    records.add(metadata("t", ThreadPatch.goal(null), 4));
    assertThat(fold("t", records).goal()).isNull();
  }

  @Test
  void endedTurnsAreUnreadFromTheFirstOnUntilTheThreadIsRead() {
    List<RolloutRecord> records = new ArrayList<>(List.of(header("t", null, 0)));
    assertThat(fold("t", records).readState()).isEqualTo(ReadState.initial("t"));
    records.add(ended("t1", 1));
    ReadState one = fold("t", records).readState();
    records.add(ended("t2", 2));
    ReadState two = fold("t", records).readState();
    assertThat(one.firstUnreadTurnId()).isEqualTo("t1");
    assertThat(two.firstUnreadTurnId()).isEqualTo("t1");
    assertThat(two.revision()).isNotEqualTo(one.revision());

    records.add(aborted("t3", 3));
    assertThat(fold("t", records).readState()).as("interrupted").isEqualTo(two);
    records.add(metadata("t", ThreadPatch.read(true), 4));
    ReadState read = fold("t", records).readState();
    assertThat(read.firstUnreadTurnId()).isNull();
    assertThat(read.fromStart()).isFalse();
    assertThat(read.revision()).isNotEqualTo(two.revision());
    records.add(metadata("t", ThreadPatch.read(false), 5));
    records.add(ended("t4", 6));
    ReadState unread = fold("t", records).readState();
    assertThat(unread.fromStart()).isTrue();
    assertThat(unread.firstUnreadTurnId()).isNull();
  }

  @Test
  void onlyTurnsMoveTheTimeOfRecency() {
    List<RolloutRecord> records = new ArrayList<>(List.of(header("t", null, 0)));
    records.add(Records.taskStarted(at(5), "t1", "t1", 5, null));
    records.add(said("x", 6));
    records.add(ended("t1", 7));
    records.add(Records.threadSettingsApplied(at(9), "t", new JsonObject()));

    StoredThread thread = fold("t", records);
    assertThat(thread.recencyAt()).isEqualTo(at(5));
    assertThat(thread.updatedAt()).isEqualTo(at(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"paginated-basic", "legacy-basic", "reverted", "failed-turn", "compacted"})
  void goingOnFromASavedStateGivesTheSameAsStartingOver(String name) {
    List<RolloutRecord> records = Rollouts.recorded(name);
    String id = idOf(records);
    StoredThread whole = fold(id, records);
    for (int cut = 1; cut < records.size(); cut++) {
      ThreadFold first = new ThreadFold(id);
      records.subList(0, cut).forEach(first::accept);
      JsonObject state = JsonParser.parseString(first.state().toString()).getAsJsonObject();
      ThreadFold second = ThreadFold.restore(id, state);
      records.subList(cut, records.size()).forEach(second::accept);
      assertThat(second.toStoredThread(null, false)).isEqualTo(whole);
      assertThat(second.listed()).isTrue();
    }
  }

  @Test
  void aThreadIsListedOnceAUserHasSpoken() {
    ThreadFold fold = new ThreadFold("t");
    fold.accept(header("t", null, 0));
    assertThat(fold.listed()).isFalse();
    fold.accept(said("", 1)); // an image without a word
    assertThat(fold.listed()).isTrue();
    assertThat(fold.toStoredThread(null, false).preview()).isEmpty();
  }

  @Test
  void aLongPreviewIsNotCutThroughACharacter() {
    ThreadFold fold = new ThreadFold("t");
    fold.accept(header("t", null, 0));
    fold.accept(said("x" + "😀".repeat(20_000), 1));
    String preview = fold.toStoredThread(null, false).preview();

    assertThat(preview).hasSizeBetween(16_000, 16_384).endsWith("😀");
  }

  private static StoredThread fold(String threadId, List<RolloutRecord> records) {
    ThreadFold fold = new ThreadFold(threadId);
    records.forEach(fold::accept);
    return fold.toStoredThread(null, false);
  }

  private static String idOf(List<RolloutRecord> records) {
    return records.getFirst().payload().get("id").getAsString();
  }

  private static RolloutRecord header(String threadId, String forkedFromId, int seconds) {
    return Records.sessionMeta(
        at(seconds),
        threadId,
        at(seconds),
        HistoryMode.LEGACY,
        new JsonObject(),
        forkedFromId,
        null);
  }

  private static RolloutRecord said(String text, int seconds) {
    JsonObject event = new JsonObject();
    event.addProperty("type", "user_message");
    event.addProperty("message", text);
    return RolloutRecord.of(at(seconds), "event_msg", event);
  }

  private static RolloutRecord ended(String turnId, int seconds) {
    return Records.taskComplete(at(seconds), turnId, turnId, null, null, 0, 0, 0, null);
  }

  private static RolloutRecord aborted(String turnId, int seconds) {
    return Records.turnAborted(at(seconds), turnId, turnId, "interrupted", 0L, 0L, 0L);
  }

  private static RolloutRecord metadata(String threadId, ThreadPatch patch, int seconds) {
    return Records.threadMetadata(at(seconds), threadId, ThreadFold.payloadOf(patch));
  }

  private static JsonObject goal(String objective) {
    JsonObject goal = new JsonObject();
    goal.addProperty("objective", objective);
    return goal;
  }

  private static ThreadPatch.Change<String> set(String value) {
    return ThreadPatch.Change.to(value);
  }

  private static Instant at(int seconds) {
    return START.plusSeconds(seconds);
  }
}
