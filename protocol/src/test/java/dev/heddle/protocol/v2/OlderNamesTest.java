package dev.heddle.protocol.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.WireJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that no schema has any more and that older clients send. */
class OlderNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"code", "custom", "execute", "pair_programming"})
  void ofTheDefaultModeAreRead(String name) throws Exception {
    ModeKind mode = WireJson.decode(new JsonPrimitive(name), ModeKind.class);
    assertThat(mode).isEqualTo(ModeKind.DEFAULT);
    assertThat(WireJson.toTree(mode).getAsString()).isEqualTo("default");
  }

  @Test
  void ofAChoiceAboutAgentsAreRead() throws Exception {
    MultiAgentMode mode = WireJson.decode(new JsonPrimitive("none"), MultiAgentMode.class);
    assertThat(mode).isEqualTo(new MultiAgentMode.ExplicitRequestOnly());
    assertThat(WireJson.toTree(mode).getAsString()).isEqualTo("explicitRequestOnly");
  }
}
