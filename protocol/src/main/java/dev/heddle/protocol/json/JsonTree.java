package dev.heddle.protocol.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.ToNumberPolicy;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.util.Map;

/**
 * JSON values as trees and back. Numbers keep their digits. Where an object repeats a name, its
 * last value counts.
 *
 * <p>A {@code Gson} would do the same, but takes a start 110 classes and a millisecond to make.
 */
public final class JsonTree {
  private static final int LONG_SAFE_DIGITS = 18;

  private JsonTree() {}

  /**
   * The next value that {@code in} has, as its strictness and its bound on nesting let it be.
   *
   * @throws MalformedJsonException if there is none
   * @throws IOException if the reader cannot go on
   */
  public static JsonElement read(JsonReader in) throws IOException {
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
        return number(ToNumberPolicy.LAZILY_PARSED_NUMBER.readNumber(in));
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

  /** Writes {@code value}. */
  public static void write(JsonWriter out, JsonElement value) throws IOException {
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

  private static JsonPrimitive number(Number lazy) {
    String literal = lazy.toString();
    // A plain long is smaller and equal to one made by hand; "-0" stays as it was written.
    return literal.length() <= LONG_SAFE_DIGITS && !literal.equals("-0") && isInteger(literal)
        ? new JsonPrimitive(Long.valueOf(literal))
        : new JsonPrimitive(lazy);
  }

  /** Whether the number's literal has neither fraction nor exponent. */
  public static boolean isInteger(String literal) {
    // No regular expression: every number of the first request comes by here, and that one is
    // waited for.
    int digits = literal.startsWith("-") ? 1 : 0;
    for (int i = digits; i < literal.length(); i++) {
      if (literal.charAt(i) < '0' || literal.charAt(i) > '9') {
        return false;
      }
    }
    return literal.length() > digits;
  }
}
