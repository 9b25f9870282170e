package dev.heddle.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of a stream clients are told, and that they are told that it was all. */
class KeptOutputTest {
  @ParameterizedTest
  @CsvSource({
    "4, 0123 45, 0123!",
    "4, 01 23 45, 01 23!",
    "4, 012345, 0123!",
    "4, 012, 012",
    "0, 0123 45, !",
  })
  void theLastThatIsToldSaysSo(long cap, String printed, String told) {
    List<String> deltas = new ArrayList<>();
    KeptOutput output =
        new KeptOutput(
            false,
            cap,
            (error, bytes, last) ->
                deltas.add(new String(bytes, StandardCharsets.UTF_8) + (last ? "!" : "")));
    for (String piece : printed.split(" ")) {
      output.append(piece.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(String.join(" ", deltas)).isEqualTo(told);
  }
}
