package dev.heddle.server.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import okio.Buffer;
import org.junit.jupiter.api.Test;

class JsonBodyTest {
  @Test
  void aLongTextOfPairsArrivesWhole() throws Exception {
    // An odd start, so that a piece would end between the two chars of a pair.
    String text = "x" + "\ud83e\uddf5".repeat(40_000) + "é";

    assertThat(sent(JsonBody.of(writer -> writer.value(text)))).isEqualTo('"' + text + '"');
  }

  @Test
  void halfOfAPairIsSentAsTheReplacementCharacter() throws Exception {
    String text = "\ud83e, \ud83e\uddf5 and \uddf5";

    assertThat(sent(JsonBody.of(writer -> writer.value(text))))
        .isEqualTo("\"\ufffd, \ud83e\uddf5 and \ufffd\"");
  }

  @Test
  void manyTextsArriveInOrder() throws Exception {
    JsonBody body =
        JsonBody.of(writer -> {
          writer.beginArray();
          for (int i = 0; i < 20_000; i++) {
            writer.jsonValue(String.valueOf(i));
          }
          writer.endArray();
        });

    String sent = sent(body);

    assertThat(body.contentLength()).isEqualTo(sent.length());
    assertThat(sent).startsWith("[0,1,2,").contains(",9999,10000,").endsWith(",19999]");
  }

  @Test
  void aBodyMayBeSentAgain() throws Exception {
    JsonBody body = JsonBody.of(writer -> writer.value(true));

    assertThat(sent(body)).isEqualTo("true").isEqualTo(sent(body));
  }

  private static String sent(JsonBody body) throws Exception {
    Buffer buffer = new Buffer();
    body.writeTo(buffer);
    return buffer.readUtf8();
  }
}
