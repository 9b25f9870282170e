package dev.heddle.server.rollout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RolloutCodecTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.600Z");
  private static final String HEAD =
      "{\"timestamp\":\"2026-01-02T03:04:05.600Z\",\"ordinal\":3,\"type\":\"event_msg\","
          + "\"payload\":";

  @Test
  void aRecordIsOneLineInTheOrderOfThePeer() {
    RolloutRecord record = RolloutRecord.of(AT, "event_msg", payload("a\nb\u2028c")).at(7);

    String line = new String(RolloutCodec.encode(record), UTF_8);

    assertThat(line)
        .startsWith(
            "{\"timestamp\":\"2026-01-02T03:04:05.600Z\",\"ordinal\":7,\"type\":\"event_msg\","
                + "\"payload\":{")
        .endsWith("}\n");
    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
  }

  @Test
  void aLegacyRecordHasNoOrdinalAndMetadataIsKept() {
    JsonObject metadata = payload("side");
    RolloutRecord record =
        new RolloutRecord(AT, RolloutRecord.NO_ORDINAL, "response_item", payload("x"), metadata);

    byte[] line = RolloutCodec.encode(record);

    assertThat(new String(line, UTF_8)).doesNotContain("ordinal");
    assertThat(parsed(line)).isEqualTo(record);
  }

  @Test
  void everyStringOfSixteenBitUnitsSurvives() {
    Random random = new Random(42);
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        // A third of them surrogates, paired or not.
        text.append((char) (round % 3 == 0 ? 0xd7f0 + random.nextInt(0x820) : random.nextInt()));
      }
      RolloutRecord record = RolloutRecord.of(AT, "event_msg", payload(text.toString()));
      assertThat(parsed(RolloutCodec.encode(record)).payload().get("text").getAsString())
          .isEqualTo(text.toString());
    }
  }

  @Test
  void aLargeRecordHasTheLineThatASmallOneWouldHave() {
    Random random = new Random(7);
    StringBuilder odd = new StringBuilder("\"\\\b\u0000\u2028é漢😀");
    for (int i = 0; i < 5_000; i++) {
      odd.append((char) random.nextInt(0x10000));
    }
    JsonObject payload = payload(odd.toString());
    payload.add("none", JsonNull.INSTANCE);
    payload.addProperty("digits", new BigDecimal("12345678901234567890.50"));
    payload.addProperty("yes", true);
    payload.add("list", new JsonArray());
    byte[] small = RolloutCodec.encode(RolloutRecord.of(AT, "event_msg", payload).at(3));
    assertThat(RolloutCodec.length(payload)).isEqualTo(small.length - HEAD.length() - 2);
    payload.addProperty("filler", "");
    String text = new String(RolloutCodec.encode(RolloutRecord.of(AT, "x", payload)), UTF_8);
    payload.addProperty("filler", "f".repeat(1 << 20));
    assertThat(new String(RolloutCodec.encode(RolloutRecord.of(AT, "x", payload)), UTF_8))
        .isEqualTo(text.replace("\"filler\":\"\"", "\"filler\":\"" + "f".repeat(1 << 20) + "\""));
  }

  @Test
  void nullsAndDigitsAreKeptAsTheyWere() {
    String line =
        "{\"timestamp\":\"2026-01-02T03:04:05.600Z\",\"type\":\"x\",\"payload\":"
            + "{\"a\":null,\"b\":1795237334.8456943,\"c\":12345678901234567890,\"d\":1.0}}\n";

    assertThat(new String(RolloutCodec.encode(parsed(line.getBytes(UTF_8))), UTF_8))
        .isEqualTo(line);
  }

  @Test
  void paddingAroundARecordIsIgnored() {
    byte[] line = RolloutCodec.encode(RolloutRecord.of(AT, "event_msg", payload("x")));
    byte[] padded = new byte[line.length + 20];
    System.arraycopy(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 0, 0}, 0, padded, 0, 5);
    System.arraycopy(line, 0, padded, 5, line.length);

    assertThat(parsed(padded).payload()).isEqualTo(payload("x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", " \r\n", "\0\0\0", "\ufeff"})
  void paddingAloneIsBlank(String line) {
    assertThat(RolloutCodec.decode(line.getBytes(UTF_8))).isInstanceOf(DecodedLine.Blank.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "[]",
        "\"text\"",
        "{}",
        "{\"type\":\"event_msg\"",
        "{\"timestamp\":\"2026-01-02T03:04:05Z\",\"type\":\"x\",\"payload\":{}}{\"timestamp\":1}",
        "{\"timestamp\":\"2026-01-02T03:04:05Z\",\"type\":7,\"payload\":{}}",
        "{\"timestamp\":\"2026-01-02T03:04:05Z\",\"type\":\"x\",\"payload\":[]}",
        "{\"timestamp\":\"2026-01-02T03:04:05Z\",\"type\":\"x\"}",
        "{\"timestamp\":\"yesterday\",\"type\":\"x\",\"payload\":{}}",
        "{\"timestamp\":null,\"type\":\"x\",\"payload\":{}}",
        "{\"timestamp\":\"2026-01-02T03:04:05Z\",\"ordinal\":\"x\",\"type\":\"x\",\"payload\":{}}",
        "{timestamp:1,type:x,payload:{}}"
      })
  void whatIsNoRecordIsSkippedWithAReason(String line) {
    assertThat(RolloutCodec.decode(line.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            DecodedLine.Skipped.class, skipped -> assertThat(skipped.reason()).isNotBlank());
  }

  @Test
  void everyPrefixOfALineAndEveryDamagedByteIsAnsweredNotThrown() {
    byte[] line =
        RolloutCodec.encode(RolloutRecord.of(AT, "event_msg", payload("é漢😀 text")).at(3));
    for (int length = 0; length < line.length - 1; length++) {
      assertThat(RolloutCodec.decode(line, 0, length)).isNotInstanceOf(DecodedLine.Parsed.class);
    }
    for (int i = 0; i < line.length; i++) {
      byte[] damaged = line.clone();
      damaged[i] = (byte) 0xc3;
      assertThat(RolloutCodec.decode(damaged)).isNotNull();
    }
  }

  @Test
  void oneByteThatIsNotUtf8CostsOneCharacterNotTheRecord() {
    String json =
        "{\"timestamp\":\"2026-01-02T03:04:05.600Z\",\"type\":\"x\",\"payload\":{\"text\":\"a\u00e9b\"}}";

    assertThat(parsed(json.getBytes(ISO_8859_1)).payload().get("text").getAsString())
        .isEqualTo("a\ufffdb");
  }

  private static JsonObject payload(String text) {
    JsonObject payload = JsonParser.parseString("{\"type\":\"e\"}").getAsJsonObject();
    payload.addProperty("text", text);
    return payload;
  }

  private static RolloutRecord parsed(byte[] line) {
    DecodedLine decoded = RolloutCodec.decode(line);
    assertThat(decoded).isInstanceOf(DecodedLine.Parsed.class);
    return ((DecodedLine.Parsed) decoded).record();
  }
}
