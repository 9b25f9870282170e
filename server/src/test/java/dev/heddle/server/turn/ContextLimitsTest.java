package dev.heddle.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.config.ConfigLoader;
import dev.heddle.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of a conversation a model can take. */
class ContextLimitsTest {
  @TempDir Path home;

  private long window(String model, String... overrides) throws Exception {
    ServerConfig config = ConfigLoader.load(home, List.of(overrides));
    return ContextLimits.of(config, model).window();
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o-2024-08-06, 121600",
    "openai/gpt-4o, 121600",
    "gpt-4-0613, 7782",
    "gpt-4.1-mini, 995197",
    "o1-mini, 121600",
    "o1-pro, 190000",
    "nobody-knows-it, 258400",
  })
  void ofAModelAsItIsPublished(String model, long window) throws Exception {
    assertThat(window(model)).isEqualTo(window);
  }

  @Test
  void whatIsConfiguredForTheModelGoesFirst() throws Exception {
    String all = "model_context_window=1000";
    String one = "heddle.context_windows.local=2000";
    assertThat(window("gpt-4o", all, one)).isEqualTo(950);
    assertThat(window("local", all, one)).isEqualTo(1900);
  }

  @Test
  void compactsBeforeTheWindowIsFull() throws Exception {
    String windows = "heddle.context_windows={ small = 1000, large = 100000 }";
    ServerConfig config =
        ConfigLoader.load(home, List.of(windows, "model_auto_compact_token_limit=5000"));
    assertThat(ContextLimits.of(config, "small").compactAt()).isEqualTo(900);
    assertThat(ContextLimits.of(config, "large").compactAt()).isEqualTo(5000);
  }
}
