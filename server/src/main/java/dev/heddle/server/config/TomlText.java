package dev.heddle.server.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.stream.Collectors;

/** Keys and values as TOML writes them, each on one line. */
final class TomlText {
  private TomlText() {}

  /** A dotted key; parts that need quotes get them. */
  static String key(List<String> path) {
    return path.stream().map(TomlText::part).collect(Collectors.joining("."));
  }

  /**
   * A value. Tables are written inline.
   *
   * @throws ConfigException when TOML has no such value: null
   */
  static String value(JsonElement value) throws ConfigException {
    if (value instanceof JsonObject table) {
      StringBuilder text = new StringBuilder("{");
      for (String key : table.keySet()) {
        text.append(text.length() == 1 ? " " : ", ");
        text.append(part(key)).append(" = ").append(value(table.get(key)));
      }
      return text.append(table.isEmpty() ? "}" : " }").toString();
    }
    if (value instanceof JsonArray array) {
      StringBuilder text = new StringBuilder("[");
      for (JsonElement each : array) {
        text.append(text.length() == 1 ? "" : ", ").append(value(each));
      }
      return text.append(']').toString();
    }
    if (!(value instanceof JsonPrimitive primitive)) {
      throw ConfigException.invalid(
          "invalid value: invalid type: null, expected any valid TOML value", null);
    }
    return primitive.isString() ? quoted(primitive.getAsString()) : primitive.getAsString();
  }

  private static String part(String part) {
    return part.matches("[A-Za-z0-9_-]+") ? part : quoted(part);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || c == 127) {
            quoted.append("\\u").append(String.format("%04X", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
