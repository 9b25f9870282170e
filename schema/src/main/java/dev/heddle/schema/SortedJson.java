package dev.heddle.schema;

import com.google.gson.FormattingStyle;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.internal.Streams;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** JSON text with sorted names and indentation, so that equal trees are equal files. */
final class SortedJson {
  private SortedJson() {}

  static String write(JsonElement tree) {
    StringWriter text = new StringWriter();
    JsonWriter out = new JsonWriter(text);
    out.setFormattingStyle(FormattingStyle.PRETTY);
    out.setHtmlSafe(false);
    out.setSerializeNulls(true);
    try {
      Streams.write(sorted(tree), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string does not fail
    }
    return text.append('\n').toString();
  }

  private static JsonElement sorted(JsonElement tree) {
    if (tree instanceof JsonArray array) {
      JsonArray sorted = new JsonArray();
      array.forEach(each -> sorted.add(sorted(each)));
      return sorted;
    }
    if (tree instanceof JsonObject object) {
      JsonObject sorted = new JsonObject();
      for (Map.Entry<String, JsonElement> member : new TreeMap<>(object.asMap()).entrySet()) {
        sorted.add(member.getKey(), sorted(member.getValue()));
      }
      return sorted;
    }
    return tree;
  }
}
