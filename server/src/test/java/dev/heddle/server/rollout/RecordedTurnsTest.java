package dev.heddle.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rollouts written by Codex (and some by hand, for what only old versions wrote) with the turns
 * Codex answers for them, in {@code <name>.turns.json}.
 */
final class RecordedTurnsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "paginated-basic",
        "interrupted",
        "failed-turn",
        "compacted",
        "crash-continued",
        "forked",
        "forked-twice",
        "reverted",
        "legacy-basic",
        "legacy-without-turn-events",
        "legacy-rolled-back",
        "legacy-rolled-back-past-the-start",
        "legacy-old-compaction",
        "legacy-compaction-within-implicit-turn",
        "legacy-overtaken-turn",
        "legacy-plan"
      })
  void turnsAreWhatCodexAnswers(String name) {
    List<JsonObject> turns =
        TurnFold.turnsOf(Rollouts.recorded(name)).stream()
            .map(RecordedTurnsTest::wireTurn)
            .toList();

    assertThat(turns).isEqualTo(Rollouts.expected(name + ".turns.json"));
  }

  private static JsonObject wireTurn(StoredTurn turn) {
    JsonObject wire = new JsonObject();
    wire.addProperty("id", turn.turnId());
    wire.addProperty("rootTurnId", turn.rootTurnId());
    wire.addProperty("status", wireStatus(turn.status()));
    wire.addProperty("startedAt", turn.startedAt());
    wire.addProperty("completedAt", turn.completedAt());
    wire.addProperty("durationMs", turn.durationMs());
    wire.addProperty("error", turn.error() == null ? null : Json.string(turn.error(), "message"));
    JsonArray items = new JsonArray();
    turn.items().forEach(item -> items.add(wireItem(item)));
    wire.add("items", items);
    return wire;
  }

  private static String wireStatus(StoredTurn.Status status) {
    return switch (status) {
      case COMPLETED -> "completed";
      case FAILED -> "failed";
      case INTERRUPTED, IN_PROGRESS -> "interrupted"; // none of them runs
    };
  }

  private static JsonObject wireItem(StoredItem item) {
    String type = Json.string(item.item(), "type", "");
    JsonObject wire = new JsonObject();
    wire.addProperty("type", Character.toLowerCase(type.charAt(0)) + type.substring(1));
    wire.addProperty("id", item.itemId());
    wire.add("text", text(item.item()));
    wire.addProperty("startedAtMs", item.startedAtMs());
    wire.addProperty("completedAtMs", item.completedAtMs());
    return wire;
  }

  private static @Nullable JsonElement text(JsonObject item) {
    return switch (Json.string(item, "type", "")) {
      case "UserMessage", "AgentMessage" -> new JsonPrimitive(ResponseItems.text(item));
      default -> item.get("text");
    };
  }
}
