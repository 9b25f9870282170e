package dev.heddle.server.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class ReviewOutputTest {
  private static final String FINDING =
      """
      {"title":"[P1] T","body":"one\\n\\ntwo\\n","confidence_score":0.5,"priority":1,
       "code_location":{"absolute_file_path":"/w/a","line_range":{"start":4,"end":5}}}\
      """;

  @Test
  void theFormIsReadAndWrittenAsCodexKeepsIt() {
    String form =
        "{\"findings\":["
            + FINDING
            + "],\"overall_correctness\":\"c\",\"overall_explanation\":\"e\","
            + "\"overall_confidence_score\":0.25}";
    JsonObject stored = ReviewOutput.read("Here: " + form + " Bye.").stored();
    assertThat(stored).isEqualTo(JsonParser.parseString(form));
    assertThat(ReviewOutput.text(stored))
        .isEqualTo("e\n\nReview comment:\n\n- [P1] T — /w/a:4-5\n  one\n  \n  two");
  }

  @Test
  void severalFindingsFollowOneAnotherInTheirOrder() {
    String text =
        ReviewOutput.read("{\"findings\":[" + FINDING + "," + FINDING.replace("T", "U") + "]}")
            .text();
    assertThat(text)
        .isEqualTo(
            "Full review comments:\n\n- [P1] T — /w/a:4-5\n  one\n  \n  two\n\n"
                + "- [P1] U — /w/a:4-5\n  one\n  \n  two");
  }

  @Test
  void whatAReviewerForgotToRateIsRatedLowest() {
    JsonObject stored =
        ReviewOutput.read(
                "{\"findings\":[{\"title\":\"T\",\"priority\":null,\"code_location\":"
                    + "{\"absolute_file_path\":\"/a\",\"line_range\":{\"start\":9,\"end\":2}}}]}")
            .stored();
    assertThat(stored.getAsJsonArray("findings").get(0))
        .isEqualTo(
            JsonParser.parseString(
                "{\"title\":\"T\",\"body\":\"\",\"confidence_score\":0.0,\"priority\":3,"
                    + "\"code_location\":{\"absolute_file_path\":\"/a\","
                    + "\"line_range\":{\"start\":9,\"end\":9}}}"));
  }

  @Test
  void anyOtherTextIsKeptWhole() {
    for (String words :
        new String[] {
          "It is fine.",
          "}{",
          "a {brace} in words",
          "{\"findings\":[]}",
          "{\"findings\":[{\"title\":\"nowhere\"}],\"overall_explanation\":\"e\"}",
          "{\"findings\":7,\"overall_explanation\":\"e\"}"
        }) {
      ReviewOutput read = ReviewOutput.read(words);
      assertThat(read.text()).isEqualTo(words);
      assertThat(read.findings()).isEmpty();
    }
  }

  @Test
  void noTextIsNoResult() {
    assertThat(ReviewOutput.read(" \n")).isNull();
    assertThat(ReviewOutput.text(null)).isNotBlank();
    assertThat(ReviewOutput.text(new JsonObject())).isEqualTo(ReviewOutput.text(null));
  }

  @Test
  void aFormWithoutFindingsAndWithoutWordsHasAWordForPeople() {
    ReviewOutput read = ReviewOutput.read("{\"findings\":[],\"overall_explanation\":\"  \"}");
    assertThat(read.text()).isEqualTo(ReviewOutput.text(null));
  }

  @Test
  void aConfidenceThatNoNumberHoldsIsNone() {
    JsonObject stored =
        ReviewOutput.read(
                "{\"findings\":["
                    + FINDING.replace("0.5", "-1e999")
                    + "],\"overall_explanation\":\"e\",\"overall_confidence_score\":1e999}")
            .stored();
    assertThat(stored.toString()).doesNotContain("Infinity");
    assertThat(stored.get("overall_confidence_score").getAsDouble()).isZero();
  }
}
