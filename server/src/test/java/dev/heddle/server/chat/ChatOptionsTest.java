package dev.heddle.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatOptionsTest {
  @Test
  void theEnvironmentNamesAProvider() {
    assertThat(server(Map.of("OPENAI_BASE_URL", "http://h/v1", "OPENAI_API_KEY", "k")))
        .contains(
            "model_providers.environment.base_url=\"http://h/v1\"",
            "model_providers.environment.wire_api=\"chat\"",
            "model_providers.environment.env_key=\"OPENAI_API_KEY\"");
  }

  @Test
  void whatIsBlankIsNotThere() {
    Map<String, String> blanks =
        Map.of("OPENAI_BASE_URL", "http://h/v1", "OPENAI_API_KEY", " ", "HEDDLE_WIRE_API", "");
    assertThat(server(blanks)).isEqualTo(server(Map.of("OPENAI_BASE_URL", "http://h/v1")));
    assertThat(server(Map.of("OPENAI_BASE_URL", " ", "HEDDLE_MODEL", " "))).isEmpty();
  }

  private static List<String> server(Map<String, String> environment) {
    return ChatOptions.parse(List.of(), environment).server();
  }
}
