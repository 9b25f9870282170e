package dev.heddle.server.differential;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The comparison of two JSON Schemas by what they accept, not by how they say it: references are
 * followed, and a type is taken as the set of its alternatives. Used once.
 *
 * <p>Found are members that only one side has, members that only one side requires, and
 * alternatives that only one side has: null, a string value, another type, a variant of a union.
 */
final class SchemaComparison {
  private static final String ANYTHING = "anything";

  private final JsonObject peer;
  private final JsonObject ours;
  private final String session;
  private final SortedMap<String, Difference> found = new TreeMap<>();
  private final Set<String> visited = new HashSet<>();

  /**
   * @param peer a document with {@code definitions}
   * @param ours another one
   * @param session what the page of known differences calls this comparison
   */
  SchemaComparison(JsonObject peer, JsonObject ours, String session) {
    this.session = session;
    this.peer = peer;
    this.ours = ours;
  }

  List<Difference> differences() {
    return List.copyOf(found.values());
  }

  /** Compares the definition of this name in both. */
  void compare(String name) {
    JsonElement theirs = peer.getAsJsonObject("definitions").get(name);
    JsonElement own = ours.getAsJsonObject("definitions").get(name);
    if (theirs == null) {
      add(name + " only from ours", "nothing", "a type");
    } else {
      compare(theirs, own, name);
    }
  }

  /** Compares what two references lead to. */
  void compare(String theirs, String own) {
    compare(reference(theirs), reference(own), own);
  }

  private static JsonObject reference(String path) {
    JsonObject reference = new JsonObject();
    reference.addProperty("$ref", path);
    return reference;
  }

  private void compare(JsonElement theirs, JsonElement own, String path) {
    Named peerNamed = followed(peer, theirs, "");
    Named oursNamed = followed(ours, own, path);
    if (!visited.add(
        System.identityHashCode(peerNamed.schema())
            + " "
            + System.identityHashCode(oursNamed.schema()))) {
      return;
    }
    String here = oursNamed.name();
    SortedMap<String, JsonObject> peerForms = alternatives(peer, peerNamed.schema());
    SortedMap<String, JsonObject> ourForms = alternatives(ours, oursNamed.schema());
    if (isAnything(peerForms) != isAnything(ourForms)) {
      add(
          here + ": anything " + (isAnything(ourForms) ? "only from ours" : "only from peer"),
          text(peerNamed.schema()),
          text(oursNamed.schema()));
      return;
    }
    JsonObject freeObject = ourForms.get("object");
    if (freeObject != null && hasFreeMembers(freeObject) && !peerForms.containsKey("object")) {
      add(here + ": free members only from ours", text(peerNamed.schema()), "any object");
      return;
    }
    SortedSet<String> all = new TreeSet<>(peerForms.keySet());
    all.addAll(ourForms.keySet());
    for (String form : all) {
      if (!ourForms.containsKey(form)) {
        add(here + ": " + form + " only from peer", form, text(oursNamed.schema()));
      } else if (!peerForms.containsKey(form)) {
        add(here + ": " + form + " only from ours", text(peerNamed.schema()), form);
      } else {
        String variant = form.startsWith("object") ? form.substring("object".length()) : "";
        compareObjects(peerForms.get(form), ourForms.get(form), here + variant);
      }
    }
  }

  private static boolean isAnything(Map<String, JsonObject> forms) {
    return forms.containsKey(ANYTHING);
  }

  private void compareObjects(JsonObject theirs, JsonObject own, String path) {
    boolean isObject = own.has("additionalProperties") || own.has("properties");
    if (isObject && hasFreeMembers(theirs) != hasFreeMembers(own)) {
      boolean oursFree = hasFreeMembers(own);
      add(
          path + ": free members " + (oursFree ? "only from ours" : "only from peer"),
          text(theirs),
          text(own));
      return;
    }
    if (theirs.has("items") && own.has("items")) {
      compare(theirs.get("items"), own.get("items"), path + "[]");
    }
    if (isSchema(theirs, "additionalProperties") && isSchema(own, "additionalProperties")) {
      compare(theirs.get("additionalProperties"), own.get("additionalProperties"), path + "{}");
    }
    Map<String, JsonElement> peerMembers = members(theirs);
    Map<String, JsonElement> ourMembers = members(own);
    SortedSet<String> all = new TreeSet<>(peerMembers.keySet());
    all.addAll(ourMembers.keySet());
    for (String name : all) {
      String member = path + "." + name;
      if (!ourMembers.containsKey(name)) {
        add(member + " only from peer", text(peerMembers.get(name)), "nothing");
      } else if (!peerMembers.containsKey(name)) {
        add(member + " only from ours", "nothing", text(ourMembers.get(name)));
      } else {
        boolean peerNeeds = required(theirs).contains(name);
        boolean oursNeeds = required(own).contains(name);
        if (peerNeeds != oursNeeds) {
          add(member + ": required " + (peerNeeds ? "only from peer" : "only from ours"), "", "");
        }
        compare(peerMembers.get(name), ourMembers.get(name), member);
      }
    }
  }

  private void add(String key, String theirs, String own) {
    found.putIfAbsent(key, new Difference(key, session, "", theirs, own));
  }

  private static String text(JsonElement schema) {
    String text = schema.toString();
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }

  // --- Reading a schema ---

  /** A schema behind its references, and the name of the last one. */
  private record Named(String name, JsonElement schema) {}

  private static Named followed(JsonObject document, JsonElement schema, String name) {
    JsonElement now = schema;
    String at = name;
    while (now instanceof JsonObject object) {
      if (object.has("$ref")) {
        String path = object.get("$ref").getAsString();
        now = document;
        for (String step : path.substring("#/".length()).split("/")) {
          now = now.getAsJsonObject().get(step);
          at = step;
        }
      } else if (object.get("allOf") instanceof JsonArray all && all.size() == 1) {
        now = all.get(0);
      } else {
        break;
      }
    }
    return new Named(at, now);
  }

  /** What a schema accepts, each alternative by what tells it from the others. */
  private static SortedMap<String, JsonObject> alternatives(
      JsonObject document, JsonElement schema) {
    SortedMap<String, JsonObject> alternatives = new TreeMap<>();
    collect(document, schema, alternatives);
    return alternatives;
  }

  private static void collect(
      JsonObject document, JsonElement schema, SortedMap<String, JsonObject> into) {
    JsonElement followed = followed(document, schema, "").schema();
    if (!(followed instanceof JsonObject object) || !restricts(object)) {
      into.put(ANYTHING, new JsonObject());
      return;
    }
    for (String union : List.of("oneOf", "anyOf")) {
      if (object.has(union)) {
        for (JsonElement each : object.getAsJsonArray(union)) {
          collect(document, withMembersOf(object, followed(document, each, "").schema()), into);
        }
        return;
      }
    }
    if (object.has("enum")) {
      for (JsonElement value : object.getAsJsonArray("enum")) {
        into.put(value.toString(), object);
      }
      return;
    }
    JsonElement type = object.get("type");
    List<JsonElement> types = type instanceof JsonArray several ? several.asList() : List.of(type);
    for (JsonElement each : types) {
      String name = nameOf(each.getAsString(), object);
      boolean twice = into.containsKey(name) && name.startsWith("object[");
      into.put(name, twice ? merged(into.get(name), object) : object);
    }
  }

  /** Members beside a union belong to each of its objects. */
  private static JsonElement withMembersOf(JsonObject union, JsonElement alternative) {
    if (members(union).isEmpty() || !(alternative instanceof JsonObject object)) {
      return alternative;
    }
    JsonObject merged = object.deepCopy();
    if (!merged.has("properties")) {
      merged.add("properties", new JsonObject());
    }
    members(union).forEach(merged.getAsJsonObject("properties")::add);
    Set<String> required = required(merged);
    required.addAll(required(union));
    JsonArray names = new JsonArray();
    required.forEach(names::add);
    merged.add("required", names);
    return merged;
  }

  /** Two objects that nothing tells apart: the members of both, required where both do. */
  private static JsonObject merged(JsonObject one, JsonObject other) {
    JsonObject merged = one.deepCopy();
    members(other).forEach(merged.getAsJsonObject("properties")::add);
    Set<String> required = required(one);
    required.retainAll(required(other));
    JsonArray names = new JsonArray();
    required.forEach(names::add);
    merged.add("required", names);
    return merged;
  }

  private static boolean restricts(JsonObject schema) {
    return schema.has("type") || schema.has("oneOf") || schema.has("anyOf") || schema.has("enum");
  }

  private static String nameOf(String type, JsonObject schema) {
    if (type.equals("integer")) {
      String format = schema.has("format") ? schema.get("format").getAsString() : type;
      return format.equals("uint") ? "uint64" : format;
    }
    if (!type.equals("object")) {
      return type;
    }
    Set<String> required = required(schema);
    for (String name : required) {
      JsonElement member = members(schema).get(name);
      if (member instanceof JsonObject tag
          && tag.get("enum") instanceof JsonArray values
          && values.size() == 1) {
        return "object[" + name + "=" + values.get(0).getAsString() + "]";
      }
    }
    boolean closed =
        schema.has("additionalProperties")
            && schema.get("additionalProperties").toString().equals("false");
    return closed && required.size() == 1 && members(schema).size() == 1
        ? "object" + new ArrayList<>(required)
        : "object";
  }

  /** Whether its members are not said, and may be any. */
  private static boolean hasFreeMembers(JsonObject schema) {
    JsonElement others = schema.get("additionalProperties");
    return members(schema).isEmpty() && others != null && others.toString().equals("true");
  }

  private static boolean isSchema(JsonObject object, String name) {
    return object.get(name) instanceof JsonObject;
  }

  private static Map<String, JsonElement> members(JsonObject schema) {
    return schema.get("properties") instanceof JsonObject members ? members.asMap() : Map.of();
  }

  private static Set<String> required(JsonObject schema) {
    Set<String> names = new TreeSet<>();
    if (schema.get("required") instanceof JsonArray required) {
      required.forEach(name -> names.add(name.getAsString()));
    }
    return names;
  }
}
