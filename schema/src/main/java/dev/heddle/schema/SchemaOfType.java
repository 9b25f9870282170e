package dev.heddle.schema;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.WireDeclaration;
import dev.heddle.protocol.rpc.WireForm;
import dev.heddle.protocol.rpc.WireMember;
import dev.heddle.protocol.rpc.WireVariant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The writer of JSON Schema (draft-07) for single types. Immutable.
 *
 * <p>A member is required where its absence is refused; what a server always writes but a client
 * may leave out is not. Objects are open: unknown members are ignored on this wire. Only a union
 * with keys closes its objects, because there the one name is the variant.
 */
final class SchemaOfType {
  private final Contract contract;
  private final Descriptions descriptions;
  private final Function<Class<?>, String> reference;
  private final boolean asWritten;

  /**
   * @param reference where the schema of a type is referred to
   * @param asWritten whether to describe exactly what this server writes: everything there that is
   *     not left out, nothing besides
   */
  SchemaOfType(
      Contract contract,
      Descriptions descriptions,
      Function<Class<?>, String> reference,
      boolean asWritten) {
    this.contract = contract;
    this.descriptions = descriptions;
    this.reference = reference;
    this.asWritten = asWritten;
  }

  JsonObject of(Class<?> type) {
    JsonObject schema =
        switch (contract.declaration(type)) {
          case WireDeclaration.Alias alias -> value(alias.form(), false);
          case WireDeclaration.Constants constants ->
              strings(constants.constants().stream().map(WireDeclaration.Constant::name).toList());
          case WireDeclaration.Members members -> object(type, members.members());
          case WireDeclaration.Tagged union -> tagged(union);
          case WireDeclaration.Keyed union -> keyed(union);
        };
    return described(schema, descriptions.of(type));
  }

  private JsonObject tagged(WireDeclaration.Tagged union) {
    JsonArray alternatives = new JsonArray();
    for (WireVariant variant : union.variants()) {
      String title = variant.type().getSimpleName() + TypeNames.of(union.type());
      JsonObject object = object(variant.type(), variant.members());
      JsonObject tag = strings(List.of(variant.name()));
      tag.addProperty(
          "title", title + Character.toUpperCase(union.tag().charAt(0)) + union.tag().substring(1));
      addMember(object, union.tag(), tag, true);
      object.addProperty("title", title);
      alternatives.add(described(object, descriptions.of(variant.type())));
    }
    return only("oneOf", alternatives);
  }

  private JsonObject keyed(WireDeclaration.Keyed union) {
    JsonArray alternatives = new JsonArray();
    for (WireVariant variant : union.variants()) {
      JsonObject alternative;
      if (variant.members().isEmpty()) {
        alternative = strings(List.of(variant.name()));
      } else {
        alternative = new JsonObject();
        alternative.addProperty("type", "object");
        alternative.addProperty("additionalProperties", false);
        JsonObject content =
            variant.singleValue()
                ? member(variant.type(), variant.members().getFirst())
                : object(variant.type(), variant.members());
        addMember(alternative, variant.name(), content, true);
        alternative.addProperty(
            "title", variant.type().getSimpleName() + TypeNames.of(union.type()));
      }
      alternatives.add(described(alternative, descriptions.of(variant.type())));
    }
    return only("oneOf", alternatives);
  }

  private JsonObject object(Class<?> type, List<WireMember> members) {
    JsonObject object = new JsonObject();
    object.addProperty("type", "object");
    if (asWritten) {
      object.addProperty("additionalProperties", false);
    }
    for (WireMember member : members) {
      boolean required = asWritten ? !member.omitted() : !member.mayBeAbsent();
      addMember(object, member.name(), member(type, member), required);
    }
    return object;
  }

  private JsonObject member(Class<?> owner, WireMember member) {
    JsonObject schema = value(member.form(), member.nullable());
    String description = descriptions.of(owner, member.component());
    JsonElement defaultValue = member.defaultValue();
    if (schema.has("$ref") && (description != null || defaultValue != null)) {
      schema = only("allOf", arrayOf(schema)); // whatever stands beside a $ref is ignored
    }
    if (defaultValue != null) {
      schema.add("default", defaultValue);
    }
    return described(schema, description);
  }

  JsonObject value(WireForm form, boolean nullable) {
    return switch (form) {
      case WireForm.Plain plain ->
          switch (plain) {
            case TEXT -> typed("string", nullable);
            case FLAG -> typed("boolean", nullable);
            case NUMBER -> withFormat(typed("number", nullable), "double");
            case ANY -> new JsonObject();
            case ANY_OBJECT -> with(typed("object", nullable), "additionalProperties", true);
            case ANY_ARRAY -> with(typed("array", nullable), "items", true);
          };
      case WireForm.Whole whole -> {
        JsonObject schema =
            withFormat(
                typed("integer", nullable), (whole.signed() ? "int" : "uint") + whole.bits());
        if (!whole.signed()) {
          schema.addProperty("minimum", 0);
        }
        yield schema;
      }
      case WireForm.Sequence sequence -> {
        JsonObject schema = typed("array", nullable);
        schema.add("items", value(sequence.element(), false));
        yield schema;
      }
      case WireForm.Dictionary dictionary -> {
        JsonObject schema = typed("object", nullable);
        JsonObject values = value(dictionary.value(), false);
        schema.add("additionalProperties", values.isEmpty() ? new JsonPrimitive(true) : values);
        yield schema;
      }
      case WireForm.OrNull orNull -> value(orNull.form(), true);
      case WireForm.Either either -> {
        JsonArray forms = new JsonArray();
        either.forms().forEach(each -> forms.add(value(each, false)));
        if (nullable) {
          forms.add(typed("null", false));
        }
        yield only("anyOf", forms);
      }
      case WireForm.Declared declared -> {
        JsonObject schema = new JsonObject();
        schema.addProperty("$ref", reference.apply(declared.type()));
        yield nullable ? only("anyOf", arrayOf(schema, typed("null", false))) : schema;
      }
    };
  }

  static JsonObject strings(List<String> names) {
    JsonObject schema = typed("string", false);
    JsonArray values = new JsonArray();
    names.forEach(values::add);
    schema.add("enum", values);
    return schema;
  }

  /** Adds a member to the schema of an object; required names stay sorted. */
  static void addMember(JsonObject object, String name, JsonObject schema, boolean required) {
    if (!object.has("properties")) {
      object.add("properties", new JsonObject());
    }
    object.getAsJsonObject("properties").add(name, schema);
    if (required) {
      JsonArray names = new JsonArray();
      if (object.get("required") instanceof JsonArray others) {
        names.addAll(others);
      }
      names.add(name);
      List<String> sorted = names.asList().stream().map(JsonElement::getAsString).sorted().toList();
      object.add("required", arrayOf(sorted.stream().map(JsonPrimitive::new).toList()));
    }
  }

  static JsonObject only(String name, JsonElement value) {
    JsonObject schema = new JsonObject();
    schema.add(name, value);
    return schema;
  }

  static JsonArray arrayOf(JsonElement... elements) {
    return arrayOf(List.of(elements));
  }

  private static JsonArray arrayOf(List<? extends JsonElement> elements) {
    JsonArray array = new JsonArray();
    elements.forEach(array::add);
    return array;
  }

  static JsonObject described(JsonObject schema, @Nullable String description) {
    if (description != null) {
      schema.addProperty("description", description);
    }
    return schema;
  }

  static JsonObject typed(String type, boolean nullable) {
    JsonObject schema = new JsonObject();
    if (nullable) {
      schema.add("type", arrayOf(new JsonPrimitive(type), new JsonPrimitive("null")));
    } else {
      schema.addProperty("type", type);
    }
    return schema;
  }

  private static JsonObject withFormat(JsonObject schema, String format) {
    schema.addProperty("format", format);
    return schema;
  }

  private static JsonObject with(JsonObject schema, String name, boolean value) {
    schema.addProperty(name, value);
    return schema;
  }
}
