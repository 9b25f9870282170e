package dev.heddle.server.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.heddle.server.differential.Transcript.Entry;
import dev.heddle.server.differential.Transcript.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MaskingTest {
  private static final String A = "01a1fc71-daf7-7f01-94de-517b5ad8b20c";
  private static final String B = "01a1fc71-db0a-7ba0-afd8-819727887f43";

  private final Masking masking = new Masking("> thread/read 00000000-0000-7000-8000-000000000000");

  @Test
  void idsAreNumberedByKindInTheOrderInWhichTheyAppear() {
    assertThat(mask("{'thread':{'id':'%s'}}")).isEqualTo("{'thread':{'id':'<thread-1>'}}");
    assertThat(mask("{'turn':{'id':'" + B + "'},'threadId':'%s'}"))
        .isEqualTo("{'turn':{'id':'<turn-1>'},'threadId':'<thread-1>'}");
  }

  @Test
  void idsInsideTextsAndNamesOfMembersAreTheSameIds() {
    mask("{'threadId':'%s'}");
    assertThat(mask("{'message':'no rollout for %s','readStates':{'%s':1}}"))
        .isEqualTo("{'message':'no rollout for <thread-1>','readStates':{'<thread-1>':1}}");
  }

  @Test
  void idsThatTheSessionSpellsOutStay() {
    String line = "{'message':'no rollout for 00000000-0000-7000-8000-000000000000'}";
    assertThat(mask(line)).isEqualTo(line);
  }

  @Test
  void timesKeepTheirUnitAndNulls() {
    assertThat(mask("{'createdAt':1795236682,'emittedAtMs':1795236682484,'completedAt':null}"))
        .isEqualTo("{'createdAt':'<seconds>','emittedAtMs':'<millis>','completedAt':null}");
    assertThat(mask("{'durationMs':25,'limit':25}"))
        .isEqualTo("{'durationMs':'<number>','limit':25}");
  }

  @Test
  void processesAndHowLongTheyRanVary() {
    assertThat(mask("{'processId':'93407','output':'Chunk ID: f6eb5c Wall time: 0.0062 seconds'}"))
        .isEqualTo(
            "{'processId':'<process>','output':'Chunk ID: <chunk> Wall time: <number> seconds'}");
    assertThat(mask("{'processId':'s1'}")).isEqualTo("{'processId':'s1'}");
  }

  @Test
  void whatIsEncodedIsMaskedInside() {
    masking.replace("/tmp/x/home", "<home>");
    assertThat(mask("{'dataBase64':'L3RtcC94L2hvbWU='}")).isEqualTo("{'dataBase64':'<home>'}");
    assertThat(mask("{'dataBase64':'aGk='}")).isEqualTo("{'dataBase64':'aGk='}");
  }

  @Test
  void pathsOfARolloutKeepTheirShape() {
    masking.replace("/tmp/x/home", "<home>");
    mask("{'threadId':'%s'}");
    assertThat(
            mask("{'path':'/tmp/x/home/sessions/2026/11/21/rollout-2026-11-21T04-51-22-%s.jsonl'}"))
        .isEqualTo("{'path':'<home>/sessions/<date>/rollout-<time>-<thread-1>.jsonl'}");
  }

  @Test
  void cursorsAreMaskedInside() {
    mask("{'threadId':'%s'}");
    assertThat(
            mask(
                "{'nextCursor':'{\\\"requestedThreadId\\\":\\\"%s\\\",\\\"rolloutOrdinal\\\":14}'}"))
        .isEqualTo(
            "{'nextCursor':'{\\'requestedThreadId\\':\\'<thread-1>\\',"
                + "\\'rolloutOrdinal\\':\\'<number>\\'}'}");
    assertThat(mask("{'nextCursor':'2026-01-05T10:00:04Z|%s'}"))
        .isEqualTo("{'nextCursor':'<time>|<thread-1>'}");
  }

  @Test
  void aPositionInASectionStaysAndItsListGoes() {
    assertThat(mask("{'nextCursor':'500000.123456|t','other':'500000|t','price':'1.5|t'}"))
        .isEqualTo("{'nextCursor':'500000|t','other':'500000|t','price':'1.5|t'}");
  }

  @Test
  void aPositionInATimelineVaries() {
    assertThat(mask("{'type':'item','position':12,'turnId':'t'}"))
        .isEqualTo("{'type':'item','position':'<number>','turnId':'t'}");
    assertThat(mask("{'position':1,'name':'a project'}"))
        .isEqualTo("{'position':1,'name':'a project'}");
    assertThat(mask("{'cursor':'{\\\"threadId\\\":\\\"t\\\",\\\"position\\\":4,\\\"kind\\\":0}'}"))
        .isEqualTo(
            "{'cursor':'{\\'threadId\\':\\'t\\',\\'position\\':\\'<number>\\',"
                + "\\'kind\\':0}'}");
  }

  @Test
  void aPlaceAmongAttachmentsLosesItsTime() {
    mask("{'threadId':'%s'}");
    assertThat(mask("{'nextCursor':'%s|1795439761|%s','other':'%s|1795439761|x'}"))
        .isEqualTo(
            "{'nextCursor':'<thread-1>|<seconds>|<thread-1>','other':'<thread-1>|1795439761|x'}");
  }

  @Test
  void theListOfMethodsInAnErrorIsOneWord() {
    assertThat(
            mask(
                "{'message':'unknown variant `x`, expected one of `initialize`, `thread/start`,"
                    + " `thread/read`'}"))
        .isEqualTo("{'message':'unknown variant `x`, expected one of <methods>'}");
    String other = "{'message':'unknown variant `x`, expected one of `asc`, `desc`'}";
    assertThat(mask(other)).isEqualTo(other);
  }

  @Test
  void versionsAndSystemsAreMasked() {
    assertThat(mask("{'userAgent':'x/0.169.0 (Debian 12.0.0; x86_64) xterm (x; 0.1)'}"))
        .isEqualTo("{'userAgent':'x/<version> (<os>) <terminal> (x; 0.1)'}");
    assertThat(mask("{'cliVersion':'0.169.0'}")).isEqualTo("{'cliVersion':'<version>'}");
  }

  /** Masks one message, written with ' for " and %s for an id. */
  private String mask(String message) {
    JsonElement json = JsonParser.parseString(message.replace("%s", A).replace('\'', '"'));
    Entry entry = new Entry(Kind.RECEIVED, 1, "", "x", json);
    Transcript masked = masking.mask(new Transcript(List.of(entry), List.of()));
    return masked.wire().getFirst().content().toString().replace('"', '\'');
  }
}
