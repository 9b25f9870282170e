package dev.heddle.server.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonPrimitive;
import dev.heddle.server.conform.stage.ModelAnswer;
import org.junit.jupiter.api.Test;

final class SessionFileTest {

  @Test
  void eachLineIsAStepAndIndentedLinesContinueIt() {
    SessionFile session =
        SessionFile.parse(
            "s",
            """
            # What it shows.
            connect stable

            == A heading
            > thread/read {"threadId":"$A",
                "includeTurns":true}
            let A = data[0].id
            turn A "say \\"hi\\"" {"model":"m"} as T1
            """);
    assertThat(session.steps())
        .extracting(step -> step.getClass().getSimpleName())
        .containsExactly("Connect", "Section", "Request", "Let", "Turn");
    assertThat(session.steps().get(2))
        .extracting(step -> ((Step.Request) step).params().toString())
        .isEqualTo("{\"threadId\":\"$A\",\"includeTurns\":true}");
    assertThat(((Step.Turn) session.steps().get(4)).text()).isEqualTo("say \"hi\"");
    assertThat(((Step.Turn) session.steps().get(4)).name()).isEqualTo("T1");
  }

  @Test
  void anAnswerOfTheModelIsReadPartByPart() {
    ModelAnswer answer =
        ModelAnswer.parse(
            "reason \"s\" raw \"r\" | say \"a|b\" @g \"c\" phase=final_answer"
                + " | call tool {\"x\": \"}\"} | usage 1 2 | cut");
    assertThat(answer.ops())
        .extracting(op -> op.getClass().getSimpleName())
        .containsExactly("Reason", "Say", "Call", "Usage", "Cut");
    ModelAnswer.Say say = (ModelAnswer.Say) answer.ops().get(1);
    assertThat(say.pieces())
        .containsExactly(
            new ModelAnswer.Piece("a|b", false),
            new ModelAnswer.Piece("g", true),
            new ModelAnswer.Piece("c", false));
    assertThat(((ModelAnswer.Call) answer.ops().get(2)).arguments()).isEqualTo("{\"x\":\"}\"}");
  }

  @Test
  void idsOfRawLinesKeepTheirType() {
    assertThat(SessionFile.parse("s", "answer 9223372036854775807\nanswer \"\"").steps())
        .first()
        .extracting(step -> ((Step.Answer) step).id())
        .isEqualTo(new JsonPrimitive(Long.MAX_VALUE));
  }

  @Test
  void aMistakeIsReportedWithItsLine() {
    assertThatThrownBy(() -> SessionFile.parse("s", "connect\n\nlet A thread.id\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s.session, line 3");
    assertThatThrownBy(() -> SessionFile.parse("s", "dance"))
        .hasMessageContaining("unknown word dance");
  }
}
