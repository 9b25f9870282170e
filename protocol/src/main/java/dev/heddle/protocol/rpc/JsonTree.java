package dev.heddle.protocol.rpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.Reader;
import java.util.Map;

/**
 * JSON text as a tree and back, strictly by RFC 8259 and to a bounded depth. Numbers keep their
 * digits. Where an object repeats a name, its last value counts, as with the peer.
 */
final class JsonTree {
  /** Arrays and objects inside each other, the outermost included; the peer's own bound. */
  static final int MAX_NESTING = 127;

  private static final int LONG_SAFE_DIGITS = 18;

  private JsonTree() {}

  /** A reader of exactly one document; {@link #end} must follow the last value. */
  static JsonReader reader(Reader text) {
    JsonReader in = new JsonReader(text);
    in.setStrictness(Strictness.STRICT);
    in.setNestingLimit(MAX_NESTING);
    return in;
  }

  /**
   * The next value.
   *
   * @throws IOException if the text is not JSON, or nested too deeply
   */
  static JsonElement read(JsonReader in) throws IOException {
    switch (in.peek()) {
      case BEGIN_OBJECT -> {
        JsonObject object = new JsonObject();
        in.beginObject();
        while (in.hasNext()) {
          object.add(in.nextName(), read(in));
        }
        in.endObject();
        return object;
      }
      case BEGIN_ARRAY -> {
        JsonArray array = new JsonArray();
        in.beginArray();
        while (in.hasNext()) {
          array.add(read(in));
        }
        in.endArray();
        return array;
      }
      case STRING -> {
        return new JsonPrimitive(in.nextString());
      }
      case NUMBER -> {
        return number(in);
      }
      case BOOLEAN -> {
        return new JsonPrimitive(in.nextBoolean());
      }
      case NULL -> {
        in.nextNull();
        return JsonNull.INSTANCE;
      }
      default -> throw new MalformedJsonException("no value");
    }
  }

  /** Checks that nothing but blanks follows. */
  static void end(JsonReader in) throws IOException {
    if (in.peek() != JsonToken.END_DOCUMENT) {
      throw new MalformedJsonException("text after the value");
    }
  }

  static void write(JsonWriter out, JsonElement value) throws IOException {
    if (value instanceof JsonObject object) {
      out.beginObject();
      for (Map.Entry<String, JsonElement> member : object.entrySet()) {
        out.name(member.getKey());
        write(out, member.getValue());
      }
      out.endObject();
    } else if (value instanceof JsonArray array) {
      out.beginArray();
      for (JsonElement each : array) {
        write(out, each);
      }
      out.endArray();
    } else if (value instanceof JsonPrimitive primitive) {
      if (primitive.isString()) {
        out.value(primitive.getAsString());
      } else if (primitive.isBoolean()) {
        out.value(primitive.getAsBoolean());
      } else {
        out.value(primitive.getAsNumber());
      }
    } else {
      out.nullValue();
    }
  }

  private static JsonPrimitive number(JsonReader in) throws IOException {
    Number lazy = ToNumberPolicy.LAZILY_PARSED_NUMBER.readNumber(in);
    String digits = lazy.toString();
    JsonPrimitive kept = new JsonPrimitive(lazy);
    // A plain long is smaller and equal to one made by hand; "-0" stays as it was written.
    return digits.length() <= LONG_SAFE_DIGITS
            && !digits.equals("-0")
            && Unexpected.isInteger(kept)
        ? new JsonPrimitive(Long.valueOf(digits))
        : kept;
  }
}
