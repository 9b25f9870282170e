package dev.heddle.server.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTextTest {
  private static final int MOST_BYTES = ExecArguments.DEFAULT_TOKENS * 4;

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "語", "🧵", "a🧵", "語a", "ab🧵"})
  void aLongTextKeepsWholeCharactersOfItsBeginningAndEndWithinTheBytesThatAreWanted(String piece) {
    String shown = OutputText.forModel(piece.repeat(2 * MOST_BYTES));
    int cut = shown.indexOf("\u2026");
    String head = shown.substring(0, cut);
    String tail = shown.substring(shown.lastIndexOf("\u2026") + 1);
    assertThat(bytes(head) + bytes(tail)).isBetween(MOST_BYTES - 8, MOST_BYTES);
    assertThat(piece.repeat(2 * MOST_BYTES)).startsWith(head).endsWith(tail);
    assertThat(shown).doesNotContain("\ufffd");
    assertThat(Character.isHighSurrogate(head.charAt(head.length() - 1))).isFalse();
    assertThat(Character.isLowSurrogate(tail.charAt(0))).isFalse();
  }

  @Test
  void whatFitsIsShownWhole() {
    String text = "語".repeat(MOST_BYTES / 3);
    assertThat(OutputText.forModel(text)).isEqualTo(text);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
