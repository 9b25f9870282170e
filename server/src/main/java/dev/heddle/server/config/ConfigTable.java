package dev.heddle.server.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.json.WholeNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One table of a configuration, read with types. An absent key and a JSON null are the same.
 *
 * <p><b>Errors:</b> {@link ConfigException} with the full dotted key. Values are not repeated in
 * the message, except a word that should have been another: any string may be a secret.
 */
final class ConfigTable {
  private final JsonObject values;
  private final String prefix;

  private ConfigTable(JsonObject values, String prefix) {
    this.values = values;
    this.prefix = prefix;
  }

  static ConfigTable root(JsonObject values) {
    return new ConfigTable(values, "");
  }

  /** A table below this one; empty when absent. */
  ConfigTable table(String key) throws ConfigException {
    JsonElement value = get(key);
    if (value == null) {
      return new ConfigTable(new JsonObject(), prefix + key + ".");
    }
    if (value instanceof JsonObject table) {
      return new ConfigTable(table, prefix + key + ".");
    }
    throw wrongType(value, "a table", key);
  }

  Iterable<String> keys() {
    return values.keySet();
  }

  boolean has(String key) {
    return get(key) != null;
  }

  @Nullable JsonElement get(String key) {
    JsonElement value = values.get(key);
    return value == null || value.isJsonNull() ? null : value;
  }

  @Nullable String string(String key) throws ConfigException {
    JsonElement value = get(key);
    return value == null ? null : asString(value, key);
  }

  String string(String key, String absent) throws ConfigException {
    String value = string(key);
    return value == null ? absent : value;
  }

  boolean bool(String key, boolean absent) throws ConfigException {
    JsonElement value = get(key);
    if (value == null) {
      return absent;
    }
    if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    throw wrongType(value, "a boolean", key);
  }

  @Nullable Long integer(String key, long min, long max) throws ConfigException {
    JsonElement value = get(key);
    if (value == null) {
      return null;
    }
    Long number = WholeNumber.of(value);
    if (number == null) {
      throw wrongType(value, "an integer", key);
    }
    if (number < min || number > max) {
      throw bad("invalid value: " + number + ", expected " + min + " to " + max, key);
    }
    return number;
  }

  long integer(String key, long absent, long min, long max) throws ConfigException {
    Long value = integer(key, min, max);
    return value == null ? absent : value;
  }

  <T extends ConfigWord> T word(String key, T[] words, T absent) throws ConfigException {
    String value = string(key);
    return value == null ? absent : word(key, value, words);
  }

  <T extends ConfigWord> T word(String key, String value, T[] words) throws ConfigException {
    for (T word : words) {
      if (word.word().equals(value)) {
        return word;
      }
    }
    throw unknownWord(key, value, Stream.of(words).map(ConfigWord::word).toList());
  }

  /** A string that must be one of {@code words}, or null when absent. */
  @Nullable String word(String key, List<String> words) throws ConfigException {
    String value = string(key);
    if (value != null && !words.contains(value)) {
      throw unknownWord(key, value, words);
    }
    return value;
  }

  List<String> strings(String key) throws ConfigException {
    JsonElement value = get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonArray array)) {
      throw wrongType(value, "an array", key);
    }
    List<String> strings = new ArrayList<>(array.size());
    for (JsonElement element : array) {
      strings.add(asString(element, key));
    }
    return List.copyOf(strings);
  }

  Map<String, String> stringMap(String key) throws ConfigException {
    ConfigTable table = table(key);
    Map<String, String> map = new LinkedHashMap<>();
    for (String name : table.keys()) {
      String value = table.string(name);
      if (value != null) {
        map.put(name, value);
      }
    }
    return Collections.unmodifiableMap(map);
  }

  /** Every key of this table with its number. */
  Map<String, Long> integerMap(long min, long max) throws ConfigException {
    Map<String, Long> map = new LinkedHashMap<>();
    for (String name : keys()) {
      Long value = integer(name, min, max);
      if (value != null) {
        map.put(name, value);
      }
    }
    return Collections.unmodifiableMap(map);
  }

  ConfigException wrongType(JsonElement value, String expected, String key) {
    return bad("invalid type: " + typeOf(value) + ", expected " + expected, key);
  }

  ConfigException bad(String problem, String key) {
    return ConfigException.badValue(problem, prefix + key);
  }

  private String asString(JsonElement value, String key) throws ConfigException {
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw wrongType(value, "a string", key);
  }

  private ConfigException unknownWord(String key, String value, List<String> words) {
    String known = words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    return bad("unknown variant `" + value + "`, expected one of " + known, key);
  }

  private static String typeOf(JsonElement value) {
    if (value instanceof JsonObject) {
      return "map";
    }
    if (value instanceof JsonArray) {
      return "sequence";
    }
    if (value instanceof JsonPrimitive primitive) {
      if (primitive.isBoolean()) {
        return "boolean";
      }
      if (primitive.isNumber()) {
        return primitive.getAsString().matches("-?[0-9]+") ? "integer" : "floating point";
      }
      return "string";
    }
    return "null";
  }
}
