package dev.heddle.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The changes from one version of the schema to the next, each classed as additive or breaking for
 * clients of the older one. Used once.
 *
 * <p>What a client sends must still be accepted, and what it receives must be something it knew. So
 * to require more is breaking in what clients write, and to promise less or to say something new is
 * breaking in what they read: another type, a null, a member that may be missing. A new value of an
 * enum, a new variant of a union, a new member and a new method are additive: clients of this
 * protocol are told to ignore what they do not know. Texts and titles do not count.
 *
 * <p>A type that is both sent and received is judged by both rules.
 */
final class ContractChanges {
  private final JsonObject oldTypes;
  private final JsonObject newTypes;
  private final Set<String> written;
  private final Set<String> read;
  private final SortedSet<ContractChange> changes = new TreeSet<>();

  private ContractChanges(JsonObject oldBundle, JsonObject newBundle) {
    this.oldTypes = oldBundle.getAsJsonObject("definitions");
    this.newTypes = newBundle.getAsJsonObject("definitions");
    Set<String> questions = referencesOf("ServerRequest");
    Set<String> answers = new HashSet<>();
    questions.forEach(params -> answers.add(params.replaceFirst("Params$", "Response")));
    Set<String> sent = referencesOf("ClientRequest");
    sent.addAll(answers);
    this.written = reachable(sent);
    Set<String> received = referencesOf("ServerNotification");
    received.addAll(questions);
    oldTypes.keySet().stream()
        .filter(name -> name.endsWith("Response") && !answers.contains(name))
        .forEach(received::add);
    this.read = reachable(received);
  }

  /** The changes between two bundles with all types in one folder, breaking ones first. */
  static List<ContractChange> between(JsonObject oldBundle, JsonObject newBundle) {
    ContractChanges found = new ContractChanges(oldBundle, newBundle);
    found.compareTypes();
    found.compareMethods();
    return List.copyOf(found.changes);
  }

  private void compareTypes() {
    SortedSet<String> names = new TreeSet<>(oldTypes.keySet());
    names.addAll(newTypes.keySet());
    for (String name : names) {
      if (isMessages(name)) {
        continue;
      }
      if (!newTypes.has(name)) {
        add(true, name + " is gone");
      } else if (!oldTypes.has(name)) {
        add(false, name + " is new");
      } else {
        // What no method reaches is judged by both rules.
        boolean anyone = !written.contains(name) && !read.contains(name);
        boolean writes = anyone || written.contains(name);
        boolean reads = anyone || read.contains(name);
        compare(oldTypes.get(name), newTypes.get(name), name, writes, reads);
      }
    }
  }

  private void compareMethods() {
    for (String union : oldTypes.keySet()) {
      if (!isMessages(union) || !newTypes.has(union)) {
        continue;
      }
      SortedMap<String, JsonElement> before = byMethod(oldTypes.get(union));
      SortedMap<String, JsonElement> after = byMethod(newTypes.get(union));
      before.keySet().stream()
          .filter(method -> !after.containsKey(method))
          .forEach(method -> add(true, method + " is gone"));
      after.forEach((method, message) -> {
        JsonElement old = before.get(method);
        if (old == null) {
          add(false, method + " is new");
        } else if (!withoutTexts(old).equals(withoutTexts(message))) {
          add(true, method + " has other params");
        }
      });
    }
  }

  private static SortedMap<String, JsonElement> byMethod(JsonElement union) {
    SortedMap<String, JsonElement> messages = new TreeMap<>();
    for (JsonElement message : union.getAsJsonObject().getAsJsonArray("oneOf")) {
      JsonObject method = members(message.getAsJsonObject()).getAsJsonObject("method");
      messages.put(method.getAsJsonArray("enum").get(0).getAsString(), message);
    }
    return messages;
  }

  private void compare(
      JsonElement before, JsonElement after, String path, boolean writes, boolean reads) {
    SortedMap<String, JsonElement> olds = new TreeMap<>();
    collect(before, oldTypes, newTypes, olds);
    SortedMap<String, JsonElement> news = new TreeMap<>();
    collect(after, newTypes, oldTypes, news);
    for (String form : olds.keySet()) {
      if (!news.containsKey(form)) {
        // It may not be sent any more; that it is not received any more hurts nobody.
        add(writes, path + " is no longer " + form);
      }
    }
    news.forEach((form, schema) -> {
      JsonElement old = olds.get(form);
      if (old == null) {
        add(reads && !isOneOfMany(form), path + " may also be " + form);
      } else if (old instanceof JsonObject was && schema instanceof JsonObject is) {
        String variant = form.startsWith("{") ? path + " " + form : path;
        compareParts(was, is, variant, writes, reads);
      }
    });
  }

  /** Whether an alternative is one that clients know to be one of a growing list. */
  private static boolean isOneOfMany(String form) {
    return form.startsWith("\"") || form.startsWith("{");
  }

  private void compareParts(
      JsonObject was, JsonObject is, String path, boolean writes, boolean reads) {
    for (String part : List.of("items", "additionalProperties")) {
      if (was.get(part) instanceof JsonObject a && is.get(part) instanceof JsonObject b) {
        compare(a, b, path + "[]", writes, reads);
      }
    }
    JsonObject before = members(was);
    JsonObject after = members(is);
    for (String name : before.keySet()) {
      String member = path + "." + name;
      if (!after.has(name)) {
        add(true, member + " is gone");
        continue;
      }
      boolean wasRequired = required(was).contains(name);
      boolean isRequired = required(is).contains(name);
      if (!wasRequired && isRequired) {
        add(writes, member + " is required now");
      } else if (wasRequired && !isRequired) {
        add(reads, member + " may be missing now");
      }
      compare(before.get(name), after.get(name), member, writes, reads);
    }
    for (String name : after.keySet()) {
      if (!before.has(name)) {
        boolean required = required(is).contains(name);
        add(
            writes && required,
            path + "." + name + (required ? " is new and required" : " is new"));
      }
    }
  }

  private void add(boolean breaking, String what) {
    changes.add(new ContractChange(breaking, what));
  }

  // --- Who uses a type ---

  /** The types of the older version that these lead to, themselves included. */
  private Set<String> reachable(Set<String> from) {
    Set<String> found = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      String name = open.pop();
      if (oldTypes.has(name) && found.add(name)) {
        references(oldTypes.get(name), open);
      }
    }
    return found;
  }

  private Set<String> referencesOf(String union) {
    Deque<String> names = new ArrayDeque<>();
    if (oldTypes.has(union)) {
      references(oldTypes.get(union), names);
    }
    return new HashSet<>(names);
  }

  private static void references(JsonElement schema, Deque<String> into) {
    if (schema instanceof JsonArray array) {
      array.forEach(each -> references(each, into));
    } else if (schema instanceof JsonObject object) {
      if (object.get("$ref") instanceof JsonPrimitive reference) {
        into.add(reference.getAsString().replaceFirst(".*/", ""));
      }
      object.asMap().values().forEach(each -> references(each, into));
    }
  }

  private static boolean isMessages(String name) {
    return Set.of("ClientRequest", "ServerRequest", "ClientNotification", "ServerNotification")
        .contains(name);
  }

  // --- Reading a schema ---

  /**
   * What a schema accepts, each alternative by what tells it from the others. A type that only one
   * version has a name for counts as what it is: naming something changes nothing.
   */
  private static void collect(
      JsonElement schema,
      JsonObject types,
      JsonObject typesOfOther,
      SortedMap<String, JsonElement> into) {
    if (!(schema instanceof JsonObject object)) {
      into.put("anything", schema);
    } else if (object.has("$ref")) {
      String name = object.get("$ref").getAsString().replaceFirst(".*/", "");
      if (typesOfOther.has(name) || !types.has(name)) {
        into.put("a " + name, schema);
      } else {
        collect(types.get(name), types, typesOfOther, into);
      }
    } else if (object.get("enum") instanceof JsonArray values) {
      values.forEach(value -> into.put(value.toString(), schema));
    } else if (object.get("type") instanceof JsonArray several) {
      several.forEach(type -> into.put(named(type.getAsString(), object), schema));
    } else if (object.has("type")) {
      into.put(named(object.get("type").getAsString(), object), schema);
    } else {
      boolean union = false;
      for (String kind : List.of("oneOf", "anyOf", "allOf")) {
        if (object.get(kind) instanceof JsonArray each) {
          each.forEach(alternative -> collect(alternative, types, typesOfOther, into));
          union = true;
        }
      }
      if (!union) {
        into.put("anything", schema);
      }
    }
  }

  private static String named(String type, JsonObject schema) {
    if (type.equals("integer") && schema.has("format")) {
      return "an " + schema.get("format").getAsString();
    }
    if (!type.equals("object")) {
      return type;
    }
    for (String name : members(schema).keySet()) {
      if (members(schema).get(name) instanceof JsonObject tag
          && tag.get("enum") instanceof JsonArray values
          && values.size() == 1
          && required(schema).contains(name)) {
        return "{" + name + "=" + values.get(0).getAsString() + "}";
      }
    }
    boolean keyed = schema.has("additionalProperties") && required(schema).size() == 1;
    return keyed && !members(schema).isEmpty() ? "{" + required(schema).first() + "}" : "object";
  }

  private static JsonObject members(JsonObject schema) {
    return schema.get("properties") instanceof JsonObject members ? members : new JsonObject();
  }

  private static SortedSet<String> required(JsonObject schema) {
    SortedSet<String> names = new TreeSet<>();
    if (schema.get("required") instanceof JsonArray required) {
      required.forEach(name -> names.add(name.getAsString()));
    }
    return names;
  }

  /** A schema without titles and descriptions. */
  static JsonElement withoutTexts(JsonElement schema) {
    JsonElement copy = schema.deepCopy();
    dropTexts(copy);
    return copy;
  }

  private static void dropTexts(JsonElement schema) {
    if (schema instanceof JsonArray array) {
      array.forEach(ContractChanges::dropTexts);
    } else if (schema instanceof JsonObject object) {
      for (String text : List.of("title", "description")) {
        if (object.get(text) instanceof JsonPrimitive) {
          object.remove(text);
        }
      }
      object.asMap().values().forEach(ContractChanges::dropTexts);
    }
  }
}
