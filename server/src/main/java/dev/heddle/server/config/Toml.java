package dev.heddle.server.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.wasabithumb.jtoml.except.TomlException;
import io.github.wasabithumb.jtoml.except.parse.TomlLocalParseException;
import io.github.wasabithumb.jtoml.io.TableReader;
import io.github.wasabithumb.jtoml.io.source.BufferedCharSource;
import io.github.wasabithumb.jtoml.io.source.StringCharSource;
import io.github.wasabithumb.jtoml.key.TomlKey;
import io.github.wasabithumb.jtoml.option.JTomlOptions;
import io.github.wasabithumb.jtoml.value.TomlValue;
import io.github.wasabithumb.jtoml.value.array.TomlArray;
import io.github.wasabithumb.jtoml.value.primitive.TomlPrimitive;
import io.github.wasabithumb.jtoml.value.table.TomlTable;
import org.jspecify.annotations.Nullable;

/** TOML text as a JSON tree. Loading this class loads the TOML library. */
final class Toml {
  private Toml() {}

  /** Not by {@code JToml}: it looks for serializers in all there is, which takes a start 10 ms. */
  private static TomlTable read(String text) {
    return new TableReader(
            new BufferedCharSource(new StringCharSource(text)), JTomlOptions.defaults())
        .readTable();
  }

  /**
   * Parses a document. Dates become strings.
   *
   * @param where what the text is, for the message
   */
  static JsonObject parse(String text, String where) throws ConfigException {
    if (text.isBlank()) {
      return new JsonObject();
    }
    try {
      return table(read(text));
    } catch (TomlException e) {
      throw ConfigException.unparsable(where, errorLine(text), problem(e), e);
    }
  }

  /** Parses one value, or returns null when the text is not one. */
  static @Nullable JsonElement value(String text) {
    try {
      TomlTable document = read("value = " + text);
      TomlValue value = document.get("value");
      // A second line would be a second key.
      return document.keys(false).size() == 1 && value != null ? json(value) : null;
    } catch (TomlException e) {
      return null;
    }
  }

  /**
   * The line, from 1, on which the statement that does not parse begins: the one after the longest
   * beginning of the text that parses. The library's own positions are a line or two off, and some
   * of its errors have none.
   */
  private static int errorLine(String text) {
    int end = text.length();
    while (end > 0) {
      end = text.lastIndexOf('\n', end - 1);
      if (end <= 0) {
        return 1;
      }
      String beginning = text.substring(0, end + 1);
      if (parses(beginning)) {
        return 1 + (int) beginning.chars().filter(c -> c == '\n').count();
      }
    }
    return 1;
  }

  private static boolean parses(String text) {
    try {
      read(text);
      return true;
    } catch (TomlException e) {
      return false;
    }
  }

  private static String problem(TomlException e) {
    String message = e instanceof TomlLocalParseException local ? local.getRawMessage() : null;
    if (message == null) {
      message = e.getMessage();
    }
    return message == null ? "not TOML" : message;
  }

  private static JsonObject table(TomlTable table) {
    JsonObject json = new JsonObject();
    for (TomlKey key : table.keys(false)) {
      TomlValue value = table.get(key);
      if (value != null) {
        json.add(key.get(0), json(value));
      }
    }
    return json;
  }

  private static JsonElement json(TomlValue value) {
    if (value.isTable()) {
      return table(value.asTable());
    }
    if (value.isArray()) {
      TomlArray array = value.asArray();
      JsonArray json = new JsonArray(array.size());
      for (TomlValue element : array) {
        json.add(json(element));
      }
      return json;
    }
    TomlPrimitive primitive = value.asPrimitive();
    if (primitive.isBoolean()) {
      return new JsonPrimitive(primitive.asBoolean());
    }
    if (primitive.isInteger()) {
      return new JsonPrimitive(primitive.asLong());
    }
    if (primitive.isFloat() && Double.isFinite(primitive.asDouble())) {
      return new JsonPrimitive(primitive.asDouble());
    }
    return new JsonPrimitive(primitive.asString());
  }
}
