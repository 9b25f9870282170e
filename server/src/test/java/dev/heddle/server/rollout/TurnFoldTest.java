package dev.heddle.server.rollout;

import static dev.heddle.server.rollout.Rollouts.event;
import static dev.heddle.server.rollout.Rollouts.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TurnFoldTest {
  @Test
  void anItemThatOutlivesItsTurnStaysWithIt() {
    List<StoredTurn> turns =
        TurnFold.turnsOf(
            Rollouts.paginated(
                0,
                started("a"),
                ended("a"),
                started("b"),
                completed("a", "late", "CommandExecution"),
                completed("b", "own", "AgentMessage")));

    assertThat(turns.get(0).items()).extracting(StoredItem::itemId).containsExactly("late");
    assertThat(turns.get(0).status()).isEqualTo(StoredTurn.Status.COMPLETED);
    assertThat(turns.get(1).items()).extracting(StoredItem::itemId).containsExactly("own");
    assertThat(turns.get(1).status()).isEqualTo(StoredTurn.Status.IN_PROGRESS);
  }

  @Test
  void anItemCompletedAgainReplacesItselfInPlace() {
    List<StoredItem> items =
        TurnFold.turnsOf(
                Rollouts.paginated(
                    0,
                    started("a"),
                    completed("a", "x", "Plan"),
                    completed("a", "y", "Plan"),
                    completed("a", "x", "AgentMessage")))
            .getFirst()
            .items();

    assertThat(items).extracting(StoredItem::itemId).containsExactly("x", "y");
    assertThat(items).extracting(StoredItem::ordinal).containsExactly(1L, 2L);
    assertThat(Json.string(items.getFirst().item(), "type")).isEqualTo("AgentMessage");
  }

  @Test
  void partialTextIsShownUntilTheItemIsComplete() {
    List<RolloutRecord> records = new ArrayList<>(Rollouts.paginated(5, started("a")));
    records.add(record(RecordTypes.PARTIAL_ITEM, partial("a", "Hel")));
    records.add(record(RecordTypes.PARTIAL_ITEM, partial("a", "lo")));
    StoredItem item = TurnFold.turnsOf(records).getFirst().items().getFirst();
    assertThat(ResponseItems.text(item.item())).isEqualTo("Hello");
    assertThat(item.ordinal()).isEqualTo(6);

    records.add(completed("a", "m", "AgentMessage").at(8));
    records.add(ended("a").at(9));
    records.add(record(RecordTypes.PARTIAL_ITEM, partial("a", "late")).at(10));
    assertThat(TurnFold.turnsOf(records).getFirst().items())
        .singleElement()
        .satisfies(done -> assertThat(ResponseItems.text(done.item())).isEmpty());
  }

  @Test
  void anItemOfALegacyHistoryIsNotShownTwiceWhenItStreamed() {
    List<RolloutRecord> records = new ArrayList<>();
    records.add(started("a"));
    records.add(record(RecordTypes.PARTIAL_ITEM, partial("a", "")));
    records.add(record(RecordTypes.PARTIAL_ITEM, partial("a", "Hel")));
    assertThat(TurnFold.turnsOf(records).getFirst().items())
        .extracting(StoredItem::itemId)
        .containsExactly("item-1");
    records.add(record(RecordTypes.EVENT_MSG, "{'type':'agent_message','message':'Hello'}"));
    assertThat(TurnFold.turnsOf(records).getFirst().items())
        .singleElement()
        .satisfies(done -> assertThat(done.itemId()).isEqualTo("item-1"))
        .satisfies(done -> assertThat(ResponseItems.text(done.item())).isEqualTo("Hello"));
  }

  @Test
  void foldingMayStartAtAnyTurnOfAPaginatedHistory() {
    List<RolloutRecord> records = Rollouts.recorded("paginated-basic");
    List<StoredTurn> all = TurnFold.turnsOf(records);
    for (int i = 0; i < all.size(); i++) {
      long from = all.get(i).ordinal();
      List<RolloutRecord> suffix =
          records.stream().filter(record -> record.ordinal() >= from).toList();
      assertThat(TurnFold.turnsOf(suffix)).isEqualTo(all.subList(i, all.size()));
    }
  }

  @Test
  void theEventsOfARolledBackTurnAreTakenBack() {
    List<String> told = new ArrayList<>();
    TurnFold fold =
        new TurnFold(
            new TurnListener() {
              @Override
              public void turnStarted(StoredTurn turn) {
                told.add("+" + turn.turnId());
              }

              @Override
              public void itemCompleted(StoredItem item) {
                told.add(item.itemId());
              }

              @Override
              public void itemContinued(StoredItem item) {}

              @Override
              public void itemStreamed(StoredItem item, boolean begins) {}

              @Override
              public void turnEnded(StoredTurn turn) {
                told.add("." + turn.turnId());
              }

              @Override
              public void turnsDropped(List<String> turnIds) {
                told.add("-" + turnIds);
              }
            });
    Rollouts.recorded("legacy-rolled-back").forEach(fold::accept);

    String id = "00000000-0000-7000-8000-00000000000";
    assertThat(told)
        .containsExactly(
            "+" + id + 1,
            "item-1",
            "item-2",
            "." + id + 1,
            "+" + id + 2,
            "item-3",
            "item-4",
            "." + id + 2,
            "-[" + id + "2]",
            "+" + id + 3,
            "item-3",
            "item-4",
            "." + id + 3);
    assertThat(fold.openTurnId()).isNull();
  }

  @Test
  void whatLegacyHistoriesHaveNoEventForIsRecordedWhole() {
    for (HistoryMode mode : HistoryMode.values()) {
      List<RolloutRecord> records = new ArrayList<>(List.of(started("t")));
      for (RolloutRecord recorded : Rollouts.recorded("paginated-basic")) {
        if (Json.object(recorded.payload(), "item") instanceof JsonObject item) {
          records.add(Records.item(recorded.timestamp(), mode, "thread", "t", item, 1, 2));
        }
      }
      List<RolloutRecord> stored =
          mode == HistoryMode.LEGACY
              ? records
              : Rollouts.paginated(0, records.toArray(RolloutRecord[]::new));
      List<StoredItem> items = TurnFold.turnsOf(stored).getFirst().items();

      assertThat(items)
          .as(mode.wireName())
          .extracting(item -> Json.string(item.item(), "type"))
          .containsExactly(
              "UserMessage",
              "Reasoning",
              "AgentMessage",
              "UserMessage",
              "CommandExecution",
              "AgentMessage",
              "UserMessage",
              "AgentMessage");
      assertThat(ResponseItems.text(items.getFirst().item())).isEqualTo("First question");
    }
  }

  @Test
  void recordsOfAnyShapeAreTaken() {
    List<RolloutRecord> odd = new ArrayList<>();
    for (String type :
        List.of(
            "task_started",
            "task_complete",
            "turn_aborted",
            "item_completed",
            "user_message",
            "agent_message",
            "agent_reasoning",
            "patch_apply_end",
            "mcp_tool_call_end",
            "exec_command_end",
            "web_search_end",
            "thread_rolled_back",
            "exited_review_mode")) {
      odd.add(event("{'type':'" + type + "'}"));
      odd.add(
          event(
              "{'type':'"
                  + type
                  + "','turn_id':5,'message':[],'item':{'id':3},'changes':7,"
                  + "'text':{},'result':[],'cwd':null,'num_turns':-3,'call_id':'c'}"));
    }
    odd.add(event("{'no':'type'}"));

    assertThat(TurnFold.turnsOf(odd)).isNotEmpty();
  }

  private static RolloutRecord started(String turnId) {
    return event("{'type':'task_started','turn_id':'" + turnId + "'}");
  }

  private static RolloutRecord ended(String turnId) {
    return event("{'type':'task_complete','turn_id':'" + turnId + "'}");
  }

  private static RolloutRecord completed(String turnId, String itemId, String type) {
    return event(
        "{'type':'item_completed','turn_id':'%s','item':{'type':'%s','id':'%s'}}"
            .formatted(turnId, type, itemId));
  }

  private static String partial(String turnId, String text) {
    return "{'turn_id':'%s','item_id':'m','item_type':'AgentMessage','text':'%s'}"
        .formatted(turnId, text);
  }
}
