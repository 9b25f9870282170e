package dev.heddle.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeNumberTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,0",
    "-7,-7",
    "9223372036854775807,9223372036854775807",
    "-9223372036854775808,-9223372036854775808",
    "2.0,2",
    "1e2,100",
    "12.50e1,125",
    "-30e-1,-3"
  })
  void aWholeNumberIsReadHoweverItIsWritten(String json, long number) {
    assertThat(WholeNumber.of(JsonParser.parseString(json))).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.5",
        "9223372036854775808",
        "1e19",
        "1e999999999",
        "\"1\"",
        "true",
        "null",
        "[1]",
        "{}"
      })
  void whatIsNoneIsNone(String json) {
    assertThat(WholeNumber.of(JsonParser.parseString(json))).isNull();
  }

  @Test
  void neitherIsNothingNorWhatIsNoNumberAtAll() {
    assertThat(WholeNumber.of(null)).isNull();
    assertThat(WholeNumber.of(new JsonPrimitive(Double.NaN))).isNull();
    assertThat(WholeNumber.of(new JsonPrimitive(3.0))).isEqualTo(3);
    assertThat(WholeNumber.of(new JsonPrimitive(3))).isEqualTo(3);
  }
}
