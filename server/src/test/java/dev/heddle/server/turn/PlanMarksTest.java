package dev.heddle.server.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a message is the plan, however it arrives. */
class PlanMarksTest {
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      nullValues = "-",
      value = {
        "nothing|at all,nothing|at all,",
        "<proposed_plan>|# A|</proposed_plan>,,(# A|",
        "x <proposed_plan> y|next,x <proposed_plan> y|next,",
        "intro|<proposed_plan>|# A|no end,intro|,(# A|no end",
        "<proposed_plan>|A|</proposed_plan>|mid|<proposed_plan>|B|</proposed_plan>|,mid|,(A|(B|",
        "  <proposed_plan>  |A|  </proposed_plan> |end,end,(A|",
        "<proposed_plan>inline</proposed_plan>,<proposed_plan>inline</proposed_plan>,",
        "a||<proposed_plan>||A||</proposed_plan>||b,a|||b,(|A||",
        "<proposed_plan,<proposed_plan,",
        "  |<proposed_plan>,  |,(",
        "<proposed_plan>|<proposed_plan>|</proposed_plan>,,(<proposed_plan>|",
      })
  void aMarkHasItsLineForItself(String message, String said, String planned) {
    String whole = message.replace('|', '\n');
    Random random = new Random(whole.hashCode());
    for (int round = 0; round < 50; round++) {
      StringBuilder saidText = new StringBuilder();
      StringBuilder plannedText = new StringBuilder();
      PlanMarks marks =
          new PlanMarks(saidText::append, () -> plannedText.append('('), plannedText::append);
      for (int at = 0; at < whole.length(); ) {
        int end = Math.min(whole.length(), at + 1 + random.nextInt(round == 0 ? 1 : 20));
        marks.append(whole.substring(at, end));
        at = end;
      }
      marks.end();
      assertThat(saidText.toString().replace('\n', '|')).isEqualTo(said == null ? "" : said);
      assertThat(plannedText.toString().replace('\n', '|'))
          .isEqualTo(planned == null ? "" : planned);
    }
  }
}
