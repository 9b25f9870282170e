package dev.heddle.server.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.server.demo.Transcript.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderRulesTest {
  private static final List<String> GOOD =
      """
      > {"id":1,"method":"thread/start"}
      < {"id":1,"result":{"thread":{"id":"T"}}}
      < {"method":"thread/started","params":{"thread":{"id":"T"}}}
      > {"id":2,"method":"turn/start"}
      < {"id":2,"result":{"turn":{"id":"U"}}}
      < {"method":"turn/started","params":{"turn":{"id":"U"}}}
      < {"method":"item/started","params":{"turnId":"U","item":{"id":"I"}}}
      < {"method":"item/agentMessage/delta","params":{"turnId":"U","itemId":"I","delta":"a"}}
      < {"method":"item/agentMessage/delta","params":{"turnId":"U","itemId":"I","delta":"b"}}
      < {"method":"item/completed","params":{"turnId":"U","item":{"id":"I","text":"ab"}}}
      < {"method":"turn/completed","params":{"turn":{"id":"U"}}}
      """
          .lines()
          .toList();

  @Test
  void whatIsInOrderPasses() {
    assertThatCode(() -> check(GOOD)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, comes before the answer that names the thread",
    "4, 5, comes before the answer to turn/start",
    "5, 6, belongs to a turn that does not run",
    "6, 7, streams into an item that is not open",
    "8, 9, has another text than its pieces joined",
    "9, 10, belongs to a turn that does not run",
    "0, 1, answers no open request"
  })
  void twoLinesTheOtherWayRoundAreFound(int first, int second, String complaint) {
    List<String> swapped = new ArrayList<>(GOOD);
    swapped.set(first, GOOD.get(second));
    swapped.set(second, GOOD.get(first));

    assertThatThrownBy(() -> check(swapped))
        .isInstanceOf(DemoFailure.class)
        .hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource({
    "1, comes before the answer that names the thread",
    "4, comes before the answer to turn/start",
    "7, has another text than its pieces joined",
    "10, turns that never completed"
  })
  void aLineThatIsMissingIsFound(int missing, String complaint) {
    List<String> shorter = new ArrayList<>(GOOD);
    shorter.remove(missing);

    assertThatThrownBy(() -> check(shorter)).hasMessageContaining(complaint);
  }

  @Test
  void aRequestWithoutAnAnswerIsFound() {
    assertThatThrownBy(() -> check(GOOD.subList(0, 1)))
        .hasMessage("never answered: [thread/start]");
  }

  private static void check(List<String> lines) {
    OrderRules.check(
        lines.stream()
            .map(line ->
                new Entry(
                    line.startsWith(">"), WireJson.parse(line.substring(2)).getAsJsonObject()))
            .toList());
  }
}
