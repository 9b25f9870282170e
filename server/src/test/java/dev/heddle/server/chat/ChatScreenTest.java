package dev.heddle.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatScreenTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "warning | {\"message\":\"it is slow\"} | it is slow",
        "configWarning | {\"summary\":\"a key is unknown\",\"details\":null} | a key is unknown",
        "configWarning | {\"summary\":\"not read\",\"details\":\"line 1\"} | not read: line 1",
        "warning | {\"message\":\"rm\\r\\u001b[2Kls\\u009b1A\\u007f\"} | rm␍␛[2Kls\ufffd1A␡",
        "warning | {\"message\":\"one\\r\\n\\ttwo\"} | 'one\n\ttwo'",
      })
  void warningsAreShownAndMoveNoCursor(String method, String params, String shown)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ChatScreen screen = new ChatScreen(new DumbTerminal(InputStream.nullInputStream(), out));
    screen.show(method, JsonParser.parseString(params).getAsJsonObject());
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(shown + "\n");
  }
}
