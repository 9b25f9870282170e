package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.json.JsonTree;

/**
 * The peer's way to name a JSON value in an error text: {@code integer `5`}, {@code string "x"}.
 */
final class Unexpected {
  private Unexpected() {}

  static String describe(JsonElement value) {
    if (value.isJsonNull()) {
      return "null";
    }
    if (value.isJsonArray()) {
      return "sequence";
    }
    if (value.isJsonObject()) {
      return "map";
    }
    JsonPrimitive primitive = value.getAsJsonPrimitive();
    if (primitive.isString()) {
      return "string " + quoted(primitive.getAsString());
    }
    if (primitive.isBoolean()) {
      return "boolean `" + primitive.getAsBoolean() + '`';
    }
    String literal = primitive.getAsString();
    return JsonTree.isInteger(literal)
        ? "integer `" + literal + '`'
        : "floating point `" + literal.replaceFirst("[eE](?=[0-9])", "e+") + '`';
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(codePoint -> appendEscaped(quoted, codePoint));
    return quoted.append('"').toString();
  }

  private static void appendEscaped(StringBuilder to, int codePoint) {
    switch (codePoint) {
      case '"' -> to.append("\\\"");
      case '\\' -> to.append("\\\\");
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      case 0 -> to.append("\\0");
      case ' ' -> to.append(' ');
      default -> {
        if (isPrintable(codePoint)) {
          to.appendCodePoint(codePoint);
        } else {
          to.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
        }
      }
    }
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
