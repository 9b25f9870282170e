package dev.heddle.server.model.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is read is read as a JSON reader does; the rest is left to one. */
class FlatJsonTest {
  private static final String DELTA =
      "{\"type\":\"response.output_text.delta\",\"sequence_number\":40,\"item_id\":\"m1\","
          + "\"output_index\":0,\"content_index\":12,\"delta\":\"héllo 世 😀\",\"logprobs\":[],"
          + "\"obfuscation\":\"\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        DELTA,
        "{\"a\":\"b\"}",
        " { \"a\" : \"b\" , \"c\" : [ ] , \"d\" : 999999999 } ",
        "{\"\":\"\",\"a\":\"1\",\"a\":\"{[,:]}\"}"
      })
  void readsFlatObjects(String json) throws IOException {
    assertThat(read(json)).isEqualTo(asGson(json)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[DONE]",
        "{}",
        "{\"a\":\"b\\n\"}",
        "{\"a\":{\"b\":\"c\"}}",
        "{\"a\":[1]}",
        "{\"a\":null}",
        "{\"a\":-1}",
        "{\"a\":1.5}",
        "{\"a\":1e3}",
        "{\"a\":01}",
        "{\"a\":1234567890}",
        "{\"a\":\"b\"",
        "{\"a\":\"b",
        "{\"a",
        "{\"a\":}",
        "{\"a\"}",
        "{a:\"b\"}",
        "{\"a\":\"b\",}",
        "{\"a\":\"b\"}}",
        "{\"a\":\"b\"} x"
      })
  void leavesTheRestToAReader(String json) {
    assertThat(read(json)).isNull();
  }

  @Test
  void damagedObjectsAreReadAsByAReaderOrNotAtAll() {
    Random random = new Random(11);
    int readable = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder json = new StringBuilder(DELTA);
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        int at = random.nextInt(json.length());
        char other = "\"{}[],: 0a\\\t".charAt(random.nextInt(12));
        switch (random.nextInt(3)) {
          case 0 -> json.deleteCharAt(at);
          case 1 -> json.insert(at, other);
          default -> json.setCharAt(at, other);
        }
      }
      List<String> members = read(json.toString());
      if (members != null) {
        readable++;
        assertThat(members).as(json.toString()).isEqualTo(expected(json.toString()));
      }
    }
    assertThat(readable).isGreaterThan(1_000);
  }

  private static List<String> expected(String json) {
    try {
      return asGson(json);
    } catch (IOException | IllegalStateException e) {
      return List.of("not readable: " + e.getMessage());
    }
  }

  private static List<String> read(String json) {
    List<String> members = new ArrayList<>();
    boolean read =
        FlatJson.read(
            json,
            new FlatJson.Members() {
              @Override
              public void string(String name, String value) {
                members.add(name + "=\"" + value);
              }

              @Override
              public void number(String name, String digits) {
                members.add(name + "=" + digits);
              }
            });
    return read ? members : null;
  }

  private static List<String> asGson(String json) throws IOException {
    List<String> members = new ArrayList<>();
    JsonReader reader = new JsonReader(new StringReader(json));
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (reader.peek() == JsonToken.BEGIN_ARRAY) {
        reader.skipValue();
      } else {
        boolean string = reader.peek() == JsonToken.STRING;
        members.add(name + (string ? "=\"" : "=") + reader.nextString());
      }
    }
    reader.endObject();
    return members;
  }
}
