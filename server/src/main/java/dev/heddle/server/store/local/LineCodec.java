package dev.heddle.server.store.local;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.internal.Streams;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.heddle.server.rollout.RolloutRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One record as one line. */
final class LineCodec {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private LineCodec() {}

  /** The record in these bytes, or null when they are none. */
  static @Nullable RolloutRecord parse(byte[] bytes, int offset, int length) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, offset, length))
              .toString();
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = Streams.parse(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT || !(element instanceof JsonObject line)) {
        return null;
      }
      return record(line);
    } catch (CharacterCodingException e) {
      return null;
    } catch (IOException | JsonParseException | DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable RolloutRecord record(JsonObject line) {
    if (line.get("timestamp") instanceof JsonPrimitive timestamp
        && line.get("type") instanceof JsonPrimitive type
        && line.get("payload") instanceof JsonObject payload) {
      long ordinal =
          line.get("ordinal") instanceof JsonPrimitive number && number.isNumber()
              ? number.getAsLong()
              : RolloutRecord.NO_ORDINAL;
      JsonObject metadata = line.get("metadata") instanceof JsonObject object ? object : null;
      return new RolloutRecord(
          Instant.parse(timestamp.getAsString()), ordinal, type.getAsString(), payload, metadata);
    }
    return null;
  }

  /** Appends the record's line, line feed included. */
  static void write(RolloutRecord record, ByteArrayOutputStream out) {
    StringWriter text = new StringWriter();
    try {
      JsonWriter json = new JsonWriter(text);
      json.setSerializeNulls(true);
      json.setStrictness(Strictness.LENIENT);
      json.beginObject();
      json.name("timestamp").value(MILLIS.format(record.timestamp()));
      if (record.ordinal() != RolloutRecord.NO_ORDINAL) {
        json.name("ordinal").value(record.ordinal());
      }
      json.name("type").value(record.type());
      json.name("payload");
      Streams.write(record.payload(), json);
      if (record.metadata() != null) {
        json.name("metadata");
        Streams.write(record.metadata(), json);
      }
      json.endObject();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    encode(text.getBuffer(), out);
    out.write('\n');
  }

  /** UTF-8, with lone surrogates as JSON escapes: they have no bytes of their own. */
  private static void encode(CharSequence text, ByteArrayOutputStream out) {
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      out.writeBytes(text.subSequence(from, i).toString().getBytes(StandardCharsets.UTF_8));
      out.writeBytes(
          String.format(Locale.ROOT, "\\u%04x", (int) c).getBytes(StandardCharsets.US_ASCII));
      from = i + 1;
    }
    out.writeBytes(
        text.subSequence(from, text.length()).toString().getBytes(StandardCharsets.UTF_8));
  }
}
