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
import java.io.StringReader;
import java.util.Map;

/**
 * JSON text as a tree and back, strictly by RFC 8259 and to a bounded depth. Numbers keep their
 * digits. Where an object repeats a name, its last value counts, as with the peer.
 */
final class JsonTree {
  /** Arrays and objects inside each other, the outermost included; the peer's own bound. */
  static final int MAX_NESTING = 127;

  private static final int LONG_SAFE_DIGITS = 18;
  private static final int NAME_IN_TEXT = 40;

  private JsonTree() {}

  /**
   * The value that {@code text} is.
   *
   * @param uniqueMembers whether the outermost object may not repeat a name
   * @throws DecodeException if the text is not one JSON value, or nested too deeply
   */
  static JsonElement parse(String text, boolean uniqueMembers) {
    try {
      return parse(text, Strictness.STRICT, uniqueMembers);
    } catch (IOException e) {
      // Gson's strict mode refuses lone surrogates, which JSON allows. So the strict check gets a
      // text without them, and the values come from a second reading that takes them.
      String paired = LoneSurrogates.replaced(text);
      if (!paired.equals(text)) {
        try {
          parse(paired, Strictness.STRICT, false);
          return parse(text, Strictness.LEGACY_STRICT, uniqueMembers);
        } catch (IOException again) {
          throw new DecodeException("not valid JSON");
        }
      }
      throw new DecodeException("not valid JSON");
    }
  }

  private static JsonElement parse(String text, Strictness strictness, boolean uniqueMembers)
      throws IOException {
    JsonReader in = new JsonReader(new StringReader(text));
    in.setStrictness(strictness);
    in.setNestingLimit(MAX_NESTING + 1); // so that our own check is the one that speaks
    JsonElement value = read(in, 0, uniqueMembers);
    if (in.peek() != JsonToken.END_DOCUMENT) {
      throw new MalformedJsonException("text after the value");
    }
    return value;
  }

  private static JsonElement read(JsonReader in, int depth, boolean uniqueMembers)
      throws IOException {
    switch (in.peek()) {
      case BEGIN_OBJECT -> {
        requireDepth(depth);
        JsonObject object = new JsonObject();
        in.beginObject();
        while (in.hasNext()) {
          String name = in.nextName();
          if (uniqueMembers && object.has(name)) {
            throw new DecodeException("duplicate member `" + shortened(name) + "`");
          }
          object.add(name, read(in, depth + 1, false));
        }
        in.endObject();
        return object;
      }
      case BEGIN_ARRAY -> {
        requireDepth(depth);
        JsonArray array = new JsonArray();
        in.beginArray();
        while (in.hasNext()) {
          array.add(read(in, depth + 1, false));
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

  private static String shortened(String name) {
    return name.length() <= NAME_IN_TEXT ? name : name.substring(0, NAME_IN_TEXT) + "…";
  }

  private static void requireDepth(int outer) {
    if (outer >= MAX_NESTING) {
      throw new DecodeException("nested deeper than " + MAX_NESTING + " levels");
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
    return digits.length() <= LONG_SAFE_DIGITS && !digits.equals("-0") && Unexpected.isInteger(kept)
        ? new JsonPrimitive(Long.valueOf(digits))
        : kept;
  }
}
