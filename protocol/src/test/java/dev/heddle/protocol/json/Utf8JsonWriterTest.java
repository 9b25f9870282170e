package dev.heddle.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the bytes are those of the text that Gson writes. */
class Utf8JsonWriterTest {
  private static final int PIECE = 1 << 20;

  /** Random strings of these characters, some of which are most of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "ab\"\\\t\b\n\r\f\u0000\u0001\u001f\u007f/<>&='",
        "a?",
        "aé漢\u2028\u2029\u0085",
        "aé😀",
        "????a"
      })
  void writesWhatGsonWrites(String alphabet) throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      int[] points =
          random
              .ints(random.nextInt(700), 0, alphabet.codePointCount(0, alphabet.length()))
              .map(at -> alphabet.codePointAt(alphabet.offsetByCodePoints(0, at)))
              .toArray();
      assertWrittenAsByGson(new String(points, 0, points.length));
    }
  }

  @Test
  void aLongTextGoesOnInFurtherPieces() throws IOException {
    for (int length : List.of(PIECE - 3, PIECE - 2, PIECE - 1, PIECE, 3 * PIECE + 1)) {
      assertWrittenAsByGson("a\n".repeat(length / 2));
      assertWrittenAsByGson("x".repeat(length));
      assertWrittenAsByGson("漢".repeat(length / 3));
    }
    Utf8JsonWriter json = new Utf8JsonWriter();
    json.value("x".repeat(3 * PIECE));
    assertThat(json.pieces(false)).hasSizeGreaterThan(2);
  }

  @Test
  void aSurrogateWithoutItsPartnerIsAnEscape() throws IOException {
    assertThat(written("a?\ud83d?b\ude00")).isEqualTo("\"a?\\ud83d?b\\ude00\"");
    String ascii = "?".repeat(100);
    assertThat(written(ascii + "\ud83d?b\ude00" + ascii))
        .isEqualTo('"' + ascii + "\\ud83d?b\\ude00" + ascii + '"');
    assertThat(written("é\ude00\ud83d")).isEqualTo("\"é\\ude00\\ud83d\"");
    assertThat(written("\ud83d")).isEqualTo("\"\\ud83d\"");
  }

  @Test
  void stringsStandWhereOtherValuesDo() throws IOException {
    Utf8JsonWriter json = new Utf8JsonWriter();
    json.beginObject().name("a").value("x").name("b").value((String) null).name("c").beginArray();
    json.value("y").value(1).value("z").endArray().name("d\n").value("").endObject();
    assertThat(new String(json.bytes(true), StandardCharsets.UTF_8))
        .isEqualTo("{\"a\":\"x\",\"b\":null,\"c\":[\"y\",1,\"z\"],\"d\\n\":\"\"}\n");
  }

  private static void assertWrittenAsByGson(String text) throws IOException {
    StringWriter expected = new StringWriter();
    new JsonWriter(expected).value(text);
    assertThat(written(text)).isEqualTo(expected.toString());
    assertThat(written(text)).isEqualTo(new JsonPrimitive(text).toString());
  }

  private static String written(String text) throws IOException {
    Utf8JsonWriter json = new Utf8JsonWriter();
    json.value(text);
    return new String(json.bytes(false), StandardCharsets.UTF_8);
  }
}
