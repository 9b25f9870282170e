package dev.heddle.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryCutTest {
  private final HistoryCut cut = new HistoryCut();

  @Test
  void aForkIsCutWhereCodexCutsIt() {
    // Codex forked this history through its second turn, at the ordinal its child's header tells.
    List<RolloutRecord> records = Rollouts.recorded("forked");
    records.forEach(cut::accept);
    RolloutRecord header =
        records.stream()
            .filter(record -> record.payload().has("forked_from_ordinal_exclusive"))
            .findFirst()
            .orElseThrow();
    List<StoredTurn> turns = TurnFold.turnsOf(records);

    HistoryCut source = new HistoryCut();
    records.stream().filter(record -> record.ordinal() < header.ordinal()).forEach(source::accept);
    assertThat(source.through(turns.get(1).turnId()))
        .hasValue(Json.integer(header.payload(), "forked_from_ordinal_exclusive"));
    assertThat(source.end()).isEqualTo(header.ordinal());
  }

  @Test
  void whatWasRecordedBetweenTwoTurnsStaysWithTheEarlierOne() {
    Rollouts.paginated(
            10,
            started("a"),
            ended("a"),
            Rollouts.event("{'type':'thread_settings_applied'}"),
            started("b"),
            ended("b"),
            Rollouts.record("response_item", "{}"))
        .forEach(cut::accept);

    assertThat(cut.before("a")).hasValue(10);
    assertThat(cut.through("a")).hasValue(13);
    assertThat(cut.before("b")).hasValue(13);
    assertThat(cut.through("b")).hasValue(16);
    assertThat(cut.end()).isEqualTo(16);
    assertThat(cut.before("c")).isEmpty();
    assertThat(cut.through("c")).isEmpty();
  }

  @Test
  void aLegacyHistoryIsCutByIndex() {
    Rollouts.recorded("legacy-without-turn-events").forEach(cut::accept);

    assertThat(cut.before("rollout-10")).hasValue(10);
    assertThat(cut.through("rollout-10")).hasValue(21);
    assertThat(cut.through("rollout-21")).hasValue(23);
  }

  @Test
  void aTurnThatWasRolledBackIsNoPlaceToCut() {
    List<RolloutRecord> records =
        List.of(
            started("a"),
            said("x"),
            ended("a"),
            started("b"),
            said("y"),
            ended("b"),
            Rollouts.event("{'type':'thread_rolled_back','num_turns':1}"),
            started("c"));
    records.forEach(cut::accept);

    assertThat(cut.before("b")).isEmpty();
    assertThat(cut.through("a")).hasValue(3);
    assertThat(cut.before("c")).hasValue(7);
    // Either cut leaves a history that folds to the turns asked for.
    assertThat(TurnFold.turnsOf(records.subList(0, 3)))
        .extracting(StoredTurn::turnId)
        .containsExactly("a");
    assertThat(TurnFold.turnsOf(records.subList(0, 7)))
        .extracting(StoredTurn::turnId)
        .containsExactly("a");
  }

  private static RolloutRecord started(String turnId) {
    return Rollouts.event("{'type':'task_started','turn_id':'" + turnId + "'}");
  }

  private static RolloutRecord ended(String turnId) {
    return Rollouts.event("{'type':'task_complete','turn_id':'" + turnId + "'}");
  }

  private static RolloutRecord said(String text) {
    return Rollouts.event("{'type':'user_message','message':'" + text + "'}");
  }
}
