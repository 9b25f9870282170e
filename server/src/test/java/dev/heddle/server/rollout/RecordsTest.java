package dev.heddle.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What we write has the members Codex writes, so that Codex reads it. */
final class RecordsTest {
  private static final Instant AT = Instant.parse("2026-11-21T05:02:14.831Z");

  @Test
  void aHeaderHasWhatCodexNeedsToFindTheThread() {
    JsonObject details = new JsonObject();
    for (String member : List.of("cwd", "originator", "cli_version", "source", "model_provider")) {
      details.addProperty(member, "x");
    }
    details.addProperty("id", "not this one");

    JsonObject meta =
        Records.sessionMeta(
                AT,
                "t",
                AT,
                HistoryMode.PAGINATED,
                details,
                "source",
                new HistoryBase("base", 23, 40174))
            .payload();

    assertThat(Json.string(meta, "id")).isEqualTo("t");
    assertThat(Json.string(meta, "session_id")).isEqualTo("t");
    assertThat(Json.string(meta, "timestamp")).isEqualTo("2026-11-21T05:02:14.831Z");
    assertThat(HistoryMode.of(meta)).isEqualTo(HistoryMode.PAGINATED);
    assertThat(HistoryBase.of(meta)).isEqualTo(new HistoryBase("base", 23, 40174));
    JsonObject forked =
        Rollouts.recorded("forked").stream()
            .map(RolloutRecord::payload)
            .filter(payload -> payload.has("forked_from_id"))
            .findFirst()
            .orElseThrow();
    assertThat(forked.keySet()).containsAll(meta.keySet());
  }

  @Test
  void aHistoryBaseThatCannotBeReadIsNotTakenForNone() {
    JsonObject meta = new JsonObject();
    assertThat(HistoryBase.of(meta)).isNull();
    meta.add("history_base", new JsonObject());
    assertThatIllegalArgumentException().isThrownBy(() -> HistoryBase.of(meta));
    meta.addProperty("history_base", "x");
    assertThatIllegalArgumentException().isThrownBy(() -> HistoryBase.of(meta));
  }

  @Test
  void eventsOfATurnHaveTheMembersOfCodex() {
    JsonObject counts = Records.tokens(10, 0, 5, 0, 15);
    assertThat(counts).isEqualTo(recorded("paginated-basic", "token_usage_record").get("usage"));
    assertSameMembers(
        Records.taskStarted(AT, "t", "r", 1, 2L), event("paginated-basic", "task_started"));
    assertSameMembers(
        Records.taskComplete(AT, "t", "r", "text", null, 1, 2, 3, 4L),
        event("paginated-basic", "task_complete"));
    assertSameMembers(
        Records.taskComplete(AT, "t", "r", null, counts, 1, 2, 3, null),
        lastEvent("failed-turn", "task_complete"));
    assertSameMembers(
        Records.turnAborted(AT, "t", "r", "interrupted", 1L, 2L, 3L),
        event("interrupted", "turn_aborted"));
    assertSameMembers(
        Records.itemCompleted(AT, "th", "t", counts, 1, 2),
        event("paginated-basic", "item_completed"));
    assertSameMembers(
        Records.tokenCount(AT, counts, counts, 3L), event("paginated-basic", "token_count"));
    assertSameMembers(
        Records.threadSettingsApplied(AT, "th", counts),
        event("paginated-basic", "thread_settings_applied"));
    assertSameMembers(
        Records.tokenUsage(AT, "th", "s", "t", "r", "resp", counts, counts, counts),
        recorded("paginated-basic", "token_usage_record"));
    assertSameMembers(Records.worldState(AT, counts), recorded("paginated-basic", "world_state"));
  }

  @Test
  void legacyItemsHaveTheEventsOfCodex() {
    List<RolloutRecord> paginated = Rollouts.recorded("paginated-basic");
    List<JsonObject> written =
        paginated.stream()
            .map(record -> Json.object(record.payload(), "item"))
            .filter(Objects::nonNull)
            .map(item -> Records.item(AT, HistoryMode.LEGACY, "th", "t", item, 1, 2).payload())
            .filter(event -> !"item_completed".equals(Json.string(event, "type")))
            .toList();
    List<JsonObject> codex =
        Rollouts.recorded("legacy-basic").stream()
            .map(RolloutRecord::payload)
            .filter(event ->
                List.of("user_message", "agent_message", "agent_reasoning")
                    .contains(Json.string(event, "type", "")))
            .toList();

    assertThat(written).isEqualTo(codex);
  }

  @Test
  void metadataNamesItsThread() {
    JsonObject changes = new JsonObject();
    changes.addProperty("name", (String) null);

    assertThat(Records.threadMetadata(AT, "th", changes).payload().toString())
        .isEqualTo("{\"thread_id\":\"th\",\"name\":null}");
  }

  private static void assertSameMembers(RolloutRecord ours, JsonObject codex) {
    assertThat(ours.payload().keySet()).containsExactlyElementsOf(codex.keySet());
  }

  private static JsonObject event(String rollout, String event) {
    return Rollouts.recorded(rollout).stream()
        .map(RolloutRecord::payload)
        .filter(payload -> event.equals(Json.string(payload, "type")))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject lastEvent(String rollout, String event) {
    return Rollouts.recorded(rollout).reversed().stream()
        .map(RolloutRecord::payload)
        .filter(payload -> event.equals(Json.string(payload, "type")))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject recorded(String rollout, String type) {
    return Rollouts.recorded(rollout).stream()
        .filter(record -> record.type().equals(type))
        .findFirst()
        .orElseThrow()
        .payload();
  }
}
