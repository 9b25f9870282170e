package dev.heddle.server.store.local;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lists of strings as columns and parameters of SQLite hold them: as JSON arrays. */
final class JsonStrings {
  private JsonStrings() {}

  static String write(Collection<String> strings) {
    JsonArray array = new JsonArray(strings.size());
    strings.forEach(array::add);
    return array.toString();
  }

  static List<String> read(String json) {
    List<String> strings = new ArrayList<>();
    for (JsonElement each : JsonParser.parseString(json).getAsJsonArray()) {
      strings.add(each.getAsString());
    }
    return List.copyOf(strings);
  }
}
