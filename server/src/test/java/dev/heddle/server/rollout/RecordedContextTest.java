package dev.heddle.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rollouts up to the moment Codex asked the model, with the input it sent ({@code
 * <name>.input.json}; identity of the items only).
 */
final class RecordedContextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "context-after-compact",
        "context-after-crash",
        "context-after-fork",
        "context-after-midturn-fork",
        "context-after-interrupt-exec",
        "context-after-failed-turn",
        "context-after-inject",
        "context-after-resume-overrides"
      })
  void theConversationIsWhatCodexSendsToTheModel(String name) {
    ContextFold fold = new ContextFold();
    Rollouts.recorded(name).forEach(fold::accept);

    List<JsonObject> identities = new ArrayList<>();
    for (JsonObject item : fold.items()) {
      JsonObject identity = new JsonObject();
      for (String member : List.of("type", "id", "role", "call_id")) {
        Json.copy(item, member, identity);
      }
      identities.add(identity);
    }
    assertThat(identities).isEqualTo(Rollouts.expected(name + ".input.json"));
    assertThat(fold.items())
        .noneMatch(item -> item.keySet().stream().anyMatch(k -> k.startsWith("internal_")));
    assertThat(fold.unfinishedTurnId()).isNotNull().isEqualTo(fold.lastStartedTurnId());
  }
}
