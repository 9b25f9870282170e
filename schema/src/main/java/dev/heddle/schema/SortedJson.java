package dev.heddle.schema;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** JSON text with sorted names and indentation, so that equal trees are equal files. */
final class SortedJson {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private SortedJson() {}

  static String write(JsonElement tree) {
    return GSON.toJson(sorted(tree)) + '\n';
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
