package dev.heddle.server.model.script;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.json.WholeNumber;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object of a scenario. Knows which were asked for, so that {@link #end} finds
 * misspelt ones. Used by one thread.
 */
final class Fields {
  private final JsonObject object;
  private final String place;
  private final Set<String> known = new HashSet<>();

  private Fields(JsonObject object, String place) {
    this.object = object;
    this.place = place;
  }

  static Fields of(JsonElement value, String place) throws ConfigException {
    if (value instanceof JsonObject object) {
      return new Fields(object, place);
    }
    throw ScenarioReader.bad((place.isEmpty() ? "" : place + ": ") + "expected an object");
  }

  /** The member, or null. */
  @Nullable JsonElement take(String name) {
    known.add(name);
    JsonElement value = object.get(name);
    return value == null || value.isJsonNull() ? null : value;
  }

  String string(String name) throws ConfigException {
    String value = string(name, null);
    if (value == null) {
      throw bad(name, "missing");
    }
    return value;
  }

  @Nullable String string(String name, @Nullable String absent) throws ConfigException {
    JsonElement value = take(name);
    if (value == null) {
      return absent;
    }
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw bad(name, "expected a string");
  }

  boolean bool(String name) throws ConfigException {
    JsonElement value = take(name);
    if (value == null) {
      return false;
    }
    if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    throw bad(name, "expected true or false");
  }

  @Nullable Long number(String name, long min, long max) throws ConfigException {
    JsonElement value = take(name);
    if (value == null) {
      return null;
    }
    Long number = WholeNumber.of(value);
    if (number != null && number >= min && number <= max) {
      return number;
    }
    throw bad(name, "expected a whole number from " + min + " to " + max);
  }

  /** A number from 0, or 0 when absent. */
  long number(String name) throws ConfigException {
    Long value = number(name, 0, Integer.MAX_VALUE);
    return value == null ? 0 : value;
  }

  long requiredNumber(String name) throws ConfigException {
    Long value = number(name, 0, Integer.MAX_VALUE);
    if (value == null) {
      throw bad(name, "missing");
    }
    return value;
  }

  JsonObject object(String name) throws ConfigException {
    if (take(name) instanceof JsonObject value) {
      return value;
    }
    throw bad(name, "expected an object");
  }

  List<String> strings(String name) throws ConfigException {
    List<String> strings = new ArrayList<>();
    for (JsonElement element : array(name)) {
      if (!(element instanceof JsonPrimitive primitive) || !primitive.isString()) {
        throw bad(name, "expected a list of strings");
      }
      strings.add(primitive.getAsString());
    }
    return List.copyOf(strings);
  }

  List<Fields> objects(String name) throws ConfigException {
    return objects(array(name), at(name));
  }

  List<List<Fields>> objectLists(String name) throws ConfigException {
    List<List<Fields>> lists = new ArrayList<>();
    for (JsonElement element : array(name)) {
      String elementPlace = at(name) + "[" + lists.size() + "]";
      if (!(element instanceof JsonArray inner)) {
        throw ScenarioReader.bad(elementPlace + ": expected a list of steps");
      }
      lists.add(objects(inner, elementPlace));
    }
    return lists;
  }

  /** Throws when there is a member nobody asked for. */
  void end() throws ConfigException {
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        throw bad(name, "unknown member");
      }
    }
  }

  ConfigException bad(String name, String problem) {
    return ScenarioReader.bad(at(name) + ": " + problem);
  }

  private JsonArray array(String name) throws ConfigException {
    JsonElement value = take(name);
    if (value == null) {
      return new JsonArray();
    }
    if (value instanceof JsonArray array) {
      return array;
    }
    throw bad(name, "expected a list");
  }

  private static List<Fields> objects(JsonArray array, String place) throws ConfigException {
    List<Fields> objects = new ArrayList<>();
    for (JsonElement element : array) {
      objects.add(of(element, place + "[" + objects.size() + "]"));
    }
    return objects;
  }

  private String at(String name) {
    return place.isEmpty() ? name : place + "." + name;
  }
}
