package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Predicate;

/** A string, boolean or floating point number; integers are an {@link IntegerType}. */
final class ScalarType<T> implements WireType<T> {
  static final WireType<String> STRING =
      new ScalarType<>(
          "a string", JsonPrimitive::isString, JsonPrimitive::getAsString, JsonWriter::value);
  static final WireType<Boolean> BOOLEAN =
      new ScalarType<>(
          "a boolean",
          JsonPrimitive::isBoolean,
          JsonPrimitive::getAsBoolean,
          (out, value) -> out.value(value.booleanValue()));
  static final WireType<Double> DOUBLE =
      new ScalarType<>(
          "f64",
          JsonPrimitive::isNumber,
          JsonPrimitive::getAsDouble,
          (out, value) -> out.value(value.doubleValue()));

  private final String expected;
  private final Predicate<JsonPrimitive> fits;
  private final Function<JsonPrimitive, T> convert;
  private final Writing<T> writing;

  private ScalarType(
      String expected,
      Predicate<JsonPrimitive> fits,
      Function<JsonPrimitive, T> convert,
      Writing<T> writing) {
    this.expected = expected;
    this.fits = fits;
    this.convert = convert;
    this.writing = writing;
  }

  @Override
  public void write(JsonWriter out, T value) throws IOException {
    writing.write(out, value);
  }

  @Override
  public T decode(JsonElement in) {
    if (in instanceof JsonPrimitive primitive && fits.test(primitive)) {
      return convert.apply(primitive);
    }
    throw DecodeException.invalidType(in, expected);
  }

  @FunctionalInterface
  private interface Writing<T> {
    Object write(JsonWriter out, T value) throws IOException;
  }
}
