package dev.heddle.server.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Recorded and handmade rollouts of the tests. */
public final class Rollouts {
  private Rollouts() {}

  /** The records of {@code rollouts/<name>.jsonl}; a referenced history comes first. */
  public static List<RolloutRecord> recorded(String name) {
    List<RolloutRecord> records = new ArrayList<>();
    for (String line : text(name + ".jsonl").split("\n")) {
      if (!(RolloutCodec.decode(line.getBytes(UTF_8)) instanceof DecodedLine.Parsed parsed)) {
        throw new IllegalStateException("unreadable line in " + name);
      }
      records.add(parsed.record());
    }
    return records;
  }

  /** The array {@code rollouts/<name>}. */
  static List<JsonObject> expected(String name) {
    JsonArray array = JsonParser.parseString(text(name)).getAsJsonArray();
    return array.asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  private static String text(String file) {
    try (InputStream in =
        Objects.requireNonNull(Rollouts.class.getResourceAsStream("/rollouts/" + file), file)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A record from the JSON of its payload, single quotes for double ones. */
  static RolloutRecord record(String type, String payload) {
    JsonObject json = JsonParser.parseString(payload.replace('\'', '"')).getAsJsonObject();
    return RolloutRecord.of(Instant.EPOCH, type, json);
  }

  /** An event from the JSON of its payload. */
  static RolloutRecord event(String payload) {
    return record(RecordTypes.EVENT_MSG, payload);
  }

  /** The records with ordinals from {@code first} on. */
  static List<RolloutRecord> paginated(long first, RolloutRecord... records) {
    List<RolloutRecord> numbered = new ArrayList<>();
    for (RolloutRecord record : records) {
      numbered.add(record.at(first + numbered.size()));
    }
    return numbered;
  }
}
