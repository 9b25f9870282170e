package dev.heddle.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.WireJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NarratorTest {
  private static final String ID = "01a1fc78-864c-76b3-be94-38d7e3a34dd1";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void linesShowDirectionMethodIdAndWhatMatters() {
    Narrator narrator = narrator(false, false);
    say(
        narrator,
        "{'method':'turn/completed','params':{'turn':{'id':'"
            + ID
            + "','items':[],'status':'completed','durationMs':null}}}");
    answer(
        narrator,
        "thread/start",
        "{'id':2,'result':{'thread':{'id':'"
            + ID
            + "','status':{'type':'idle'}},'modelProvider':'script','x':1}}");

    assertThat(shown())
        .isEqualTo(
            """
              ← turn/completed  turn.id …a34dd1  turn.status completed
                  · the turn is over and stored; nothing of it follows this line
              ← answer to thread/start #2  thread.id …a34dd1  thread.status.type idle  modelProvider script
            """);
  }

  @Test
  void theElementsOfAPageHaveALineEach() {
    answer(
        narrator(false, false),
        "thread/list",
        "{'id':3,'result':{'data':[{'id':'a','name':null},{'id':'b','name':'B'}],'nextCursor':null}}");

    assertThat(shown()).isEqualTo("  ← answer to thread/list #3\n    id a\n    id b  name B\n");
  }

  @Test
  void theDeltasOfATextAreJoined() {
    Narrator narrator = narrator(false, false);
    delta(narrator, "one\\n");
    delta(narrator, "two");
    narrator.passed("done");

    assertThat(shown())
        .startsWith("  ← item/agentMessage/delta  one⏎|two  (2 lines)\n")
        .endsWith("\n  ✓ done\n");
  }

  @Test
  void longTextsBreakAtTheEdgeAndKeepEveryCharacter() {
    Narrator narrator = narrator(false, false);
    delta(narrator, "🧵".repeat(150));
    narrator.passed("done");

    assertThat(shown().lines()).allMatch(line -> line.length() <= 102);
    assertThat(shown().codePoints().filter(c -> c == "🧵".codePointAt(0)).count()).isEqualTo(150);
  }

  @Test
  void meaningsAreToldOnce() {
    Narrator narrator = narrator(false, false);
    say(narrator, "{'method':'turn/started','params':{}}");
    say(narrator, "{'method':'turn/started','params':{}}");

    assertThat(shown().split("the model is asked", -1)).hasSize(2);
  }

  @Test
  void unknownMethodsShowAllMembersCutShort() {
    say(
        narrator(false, false),
        "{'method':'x/y','params':{'a':{'b':[1,2],'c':null},'d':'" + "e".repeat(90) + "'}}");

    assertThat(shown()).isEqualTo("  ← x/y  a {b 1 | 2}  d " + "e".repeat(60) + "…\n");
  }

  @Test
  void errorsShowCodeAndMessage() {
    answer(narrator(false, false), "x", "{'error':{'code':-1,'message':'no'},'id':1}");

    assertThat(shown()).isEqualTo("  ← answer to x #1  error  code -1  message no\n");
  }

  @Test
  void rawLinesAreUntouched() {
    Narrator narrator = narrator(true, false);
    String line = "{\"method\": \"item/agentMessage/delta\",\"params\":{\"delta\":\"x\"}}";
    narrator.said(line, object(line));
    narrator.sent("{\"id\":1}", object("{\"id\":1}"));

    assertThat(shown()).isEqualTo("← " + line + "\n→ {\"id\":1}\n");
  }

  @Test
  void coloursAreOnlyOnTerminals() {
    say(narrator(false, true), "{'method':'x','params':{}}");

    assertThat(shown()).contains("\u001b[1mx\u001b[0m");
  }

  private Narrator narrator(boolean raw, boolean coloured) {
    return new Narrator(new Screen(out, coloured), raw, false);
  }

  private String shown() {
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static void say(Narrator narrator, String line) {
    narrator.said(line, object(line.replace('\'', '"')));
  }

  private static void answer(Narrator narrator, String method, String line) {
    narrator.answered(line, method, object(line.replace('\'', '"')));
  }

  private static void delta(Narrator narrator, String text) {
    say(narrator, "{'method':'item/agentMessage/delta','params':{'delta':'" + text + "'}}");
  }

  private static JsonObject object(String json) {
    return WireJson.parse(json).getAsJsonObject();
  }
}
