package dev.heddle.protocol.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.rpc.WireJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages recorded from the peer, in {@code wire/recorded.ndjson}: one object a line, {@code of}
 * the method, {@code as} its part in the exchange, {@code json} the params or result; long texts
 * are cut.
 */
final class RecordedMessagesTest {
  static Stream<Named<JsonObject>> fromTheServer() {
    return recorded("result", "notification", "request");
  }

  static Stream<Named<JsonObject>> fromTheClient() {
    return recorded("params", "answer");
  }

  @ParameterizedTest
  @MethodSource("fromTheServer")
  void whatTheServerSaysIsWrittenAsRecorded(JsonObject message) {
    JsonElement json = message.get("json");
    Object value = decode(json, typeOf(message));
    assertEquals(WireJson.toJson(json), WireJson.toJson(value));
  }

  @ParameterizedTest
  @MethodSource("fromTheClient")
  void whatAClientSaysIsUnderstoodWhole(JsonObject message) {
    JsonElement json = message.get("json");
    JsonElement again = WireJson.toTree(decode(json, typeOf(message)));
    assertContains(json, again, "");
  }

  /** This test is the first to see that a record has changed, so it says what there is to do. */
  private static Object decode(JsonElement json, Class<?> type) {
    try {
      return WireJson.decode(json, type);
    } catch (DecodeException e) {
      throw new AssertionError(
          type.getSimpleName()
              + " cannot be read as it was recorded: "
              + e.getMessage()
              + ". If the record is meant to change, change wire/recorded.ndjson, run ./heddle"
              + " schema and check in what that writes.",
          e);
    }
  }

  private static Class<?> typeOf(JsonObject message) {
    String of = message.get("of").getAsString();
    return switch (message.get("as").getAsString()) {
      case "params" -> Objects.requireNonNull(AppServerMethods.byName(of)).params();
      case "result" -> Objects.requireNonNull(AppServerMethods.byName(of)).result();
      case "notification" -> notification(of).params();
      case "request" -> serverRequest(of).params();
      case "answer" -> serverRequest(of).result();
      default -> throw new AssertionError(message);
    };
  }

  private static NotificationSpec<?> notification(String name) {
    return ServerNotifications.all().stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static RequestSpec<?, ?> serverRequest(String name) {
    return ServerRequests.all().stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Everything in {@code part} is in {@code whole}, which may have further members. */
  private static void assertContains(JsonElement part, JsonElement whole, String where) {
    if (part.isJsonObject() && whole.isJsonObject()) {
      for (Map.Entry<String, JsonElement> member : part.getAsJsonObject().entrySet()) {
        JsonElement there = whole.getAsJsonObject().get(member.getKey());
        assertTrue(there != null, where + '.' + member.getKey() + " is lost");
        assertContains(member.getValue(), there, where + '.' + member.getKey());
      }
    } else if (part.isJsonArray() && whole.isJsonArray()) {
      List<JsonElement> expected = part.getAsJsonArray().asList();
      List<JsonElement> actual = whole.getAsJsonArray().asList();
      assertEquals(expected.size(), actual.size(), where);
      for (int i = 0; i < expected.size(); i++) {
        assertContains(expected.get(i), actual.get(i), where + '[' + i + ']');
      }
    } else {
      assertEquals(part, whole, where);
    }
  }

  private static Stream<Named<JsonObject>> recorded(String... parts) {
    List<String> wanted = List.of(parts);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    RecordedMessagesTest.class.getResourceAsStream("/wire/recorded.ndjson")),
                StandardCharsets.UTF_8))) {
      List<Named<JsonObject>> messages =
          lines
              .lines()
              .map(line -> WireJson.parse(line).getAsJsonObject())
              .filter(message -> wanted.contains(message.get("as").getAsString()))
              .map(message -> Named.of(message.get("of").getAsString(), message))
              .toList();
      return messages.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
