package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One component of a record on the wire: its name, its form, and what absent and null mean. */
final class RecordMember {
  private static final JsonPrimitive FALSE = new JsonPrimitive(false);

  private final String name;
  private final List<String> alternates;
  private final int index;
  private final RecordComponent component;
  private final Method accessor;
  private final WireType<Object> type;
  private final boolean settable;
  private final boolean nullable;
  private final boolean required;
  private final boolean omitNull;
  private final @Nullable Object defaultValue;
  private final @Nullable String experimental;

  RecordMember(RecordComponent component, Marks marks, int index) {
    this.name = marks.wireName();
    this.alternates = marks.alternates();
    this.index = index;
    this.component = component;
    this.accessor = component.getAccessor();
    this.accessor.setAccessible(true);
    this.settable = component.getType() == Settable.class;
    this.nullable = marks.has(Marks.NULL);
    this.required = marks.has(Marks.REQUIRED);
    this.omitNull = marks.has(Marks.OMIT);
    this.experimental = marks.value(Marks.EXPERIMENTAL);
    this.type = type(component, marks);
    String defaulted = marks.value(Marks.DEFAULT);
    this.defaultValue =
        defaulted == null
            ? null
            : defaulted.isEmpty() ? emptyValue(component) : type.decode(WireJson.parse(defaulted));
  }

  @SuppressWarnings("unchecked") // the form of the component's own type
  private static WireType<Object> type(RecordComponent component, Marks marks) {
    String form = marks.value(Marks.OF);
    ClassLoader loader = component.getDeclaringRecord().getClassLoader();
    String bits = marks.value(Marks.UNSIGNED);
    if (bits != null) {
      Class<?> number = form == null ? component.getType() : WireTypes.classNamed(form, loader);
      return (WireType<Object>) (WireType<?>) IntegerType.unsigned(Integer.parseInt(bits), number);
    }
    return (WireType<Object>)
        (form == null ? WireTypes.of(component.getType()) : WireTypes.named(form, loader));
  }

  String name() {
    return name;
  }

  int index() {
    return index;
  }

  /** The names it is read by besides its own. */
  List<String> alternates() {
    return alternates;
  }

  WireMember describe() {
    OneOf alternatives = component.getAnnotation(OneOf.class);
    AnnotatedType declared = component.getAnnotatedType();
    AnnotatedType valueType =
        settable
            ? ((AnnotatedParameterizedType) declared).getAnnotatedActualTypeArguments()[0]
            : declared;
    return new WireMember(
        name,
        accessor.getName(),
        alternatives == null ? WireForms.of(valueType, type) : WireForms.of(alternatives),
        nullable || settable,
        !required && (nullable || settable || defaultValue != null),
        omitNull || settable,
        defaultValue == null ? null : WireJson.toTree(defaultValue),
        experimental != null);
  }

  void write(JsonWriter out, Record owner) throws IOException {
    Object value = valueIn(owner);
    if (value instanceof Settable<?> change) {
      if (!change.isPresent()) {
        return;
      }
      value = change.value();
    } else if (value == null && omitNull) {
      return;
    }
    out.name(name);
    writeOrNull(out, owner, value);
  }

  /** Whether {@code owner} has here what it would have if the member were absent from its JSON. */
  boolean isAsIfAbsent(Record owner) {
    Object value = valueIn(owner);
    if (value == null) {
      return defaultValue == null && !required;
    }
    return value.equals(defaultValue);
  }

  /** Writes the value alone, without the member's name. */
  void writeValue(JsonWriter out, Record owner) throws IOException {
    writeOrNull(out, owner, valueIn(owner));
  }

  private void writeOrNull(JsonWriter out, Record owner, @Nullable Object value)
      throws IOException {
    if (value != null) {
      type.write(out, value);
    } else if (nullable || settable) {
      out.nullValue();
    } else {
      throw new IllegalStateException(
          owner.getClass().getSimpleName() + "." + name + " is null but not marked @Nullable");
    }
  }

  @Nullable Object decode(JsonElement in) {
    if (settable) {
      return in.isJsonNull() ? Settable.clear() : Settable.set(type.decode(in));
    }
    return in.isJsonNull() && nullable ? null : type.decode(in);
  }

  @Nullable Object valueWhenAbsent() {
    if (settable && !required) {
      return Settable.keep();
    }
    if (required || defaultValue == null && !nullable) {
      throw DecodeException.missingField(name);
    }
    return defaultValue;
  }

  /** This member's value in {@code object}, or null when it is absent. */
  @Nullable JsonElement in(JsonObject object) {
    JsonElement value = object.get(name);
    for (int i = 0; value == null && i < alternates.size(); i++) {
      value = object.get(alternates.get(i));
    }
    return value;
  }

  /** The first experimental descriptor that {@code value} uses, this member's own first. */
  @Nullable String experimentalUse(JsonElement value, String path) {
    String here = path + '.' + name;
    if (experimental != null) {
      if (Boolean.FALSE.equals(defaultValue) && value.equals(FALSE)) {
        return null; // typed clients write out switches they leave off
      }
      return experimental.isEmpty() ? here : experimental;
    }
    return type.experimentalUse(value, here);
  }

  private @Nullable Object valueIn(Record owner) {
    try {
      return accessor.invoke(owner);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object emptyValue(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == double.class) {
      return 0.0;
    }
    if (type == List.class) {
      return List.of();
    }
    if (type == Map.class) {
      return Map.of();
    }
    if (type == String.class) {
      return "";
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    throw new IllegalArgumentException("no empty value for " + component);
  }
}
