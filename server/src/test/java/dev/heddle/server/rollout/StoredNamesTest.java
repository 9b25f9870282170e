package dev.heddle.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CaseFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "type", "writableRoots", "excludeTmpdirEnvVar", "http2Status", "aB", "x1Y"})
  void namesGoThereAndBackAsGuavaSpellsThem(String camel) {
    String snake = CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, camel);
    String kebab = CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_HYPHEN, camel);
    String upper = CaseFormat.LOWER_CAMEL.to(CaseFormat.UPPER_CAMEL, camel);

    assertThat(StoredNames.snake(camel)).isEqualTo(snake);
    assertThat(StoredNames.kebab(camel)).isEqualTo(kebab);
    assertThat(StoredNames.camel(snake)).isEqualTo(camel);
    assertThat(StoredNames.camel(kebab)).isEqualTo(camel);
    assertThat(StoredNames.lowerFirst(upper)).isEqualTo(camel);
  }

  @ParameterizedTest
  @ValueSource(strings = {"_", "a_", "_a", "a__b", "A_B", "foo_BAR", "größe_Ä"})
  void oddNamesAreReadAsGuavaReadsThem(String snake) {
    assertThat(StoredNames.camel(snake))
        .isEqualTo(CaseFormat.LOWER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, snake));
  }
}
