package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A record, as a JSON object with one member per component, in declaration order. Members that it
 * does not know are ignored.
 *
 * <p>Decoding visits the members in the order of the input and looks for missing ones last, as the
 * peer does, so that of several faults both report the same one.
 */
final class RecordType<R extends Record> implements WireType<R> {
  private final Class<R> type;
  // Filled on first use rather than in the constructor: records may contain each other.
  private volatile @Nullable Shape<R> shape;

  RecordType(Class<R> type) {
    this.type = type;
  }

  Class<R> javaType() {
    return type;
  }

  /** Whether the record has no components. */
  boolean isEmpty() {
    return shape().members.isEmpty();
  }

  /** Whether the record only wraps a component named {@code value}. */
  boolean isSingleValue() {
    List<RecordMember> members = shape().members;
    return members.size() == 1 && members.get(0).name().equals("value");
  }

  List<WireMember> describe() {
    return shape().members.stream().map(RecordMember::describe).toList();
  }

  void writeSingleValue(JsonWriter out, Record value) throws IOException {
    shape().members.get(0).writeValue(out, value);
  }

  /** The names of those members of {@code value} that would decode to the same when absent. */
  List<String> namesNotNeeded(Object value) {
    R record = type.cast(value);
    return shape().members.stream()
        .filter(member -> member.isAsIfAbsent(record))
        .map(RecordMember::name)
        .toList();
  }

  @Override
  public void write(JsonWriter out, R value) throws IOException {
    Shape<R> shape = shape();
    out.beginObject();
    if (shape.tag != null) {
      out.name(shape.tag).value(shape.tagValue);
    }
    for (RecordMember member : shape.members) {
      member.write(out, value);
    }
    out.endObject();
  }

  @Override
  public R decode(JsonElement in) {
    Shape<R> shape = shape();
    if (in.isJsonArray()) {
      throw new DecodeException(
          "invalid length %d, expected struct %s with %d elements"
              .formatted(in.getAsJsonArray().size(), type.getSimpleName(), shape.members.size()));
    }
    if (!(in instanceof JsonObject object)) {
      throw DecodeException.invalidType(in, "struct " + type.getSimpleName());
    }
    @Nullable Object[] values = new @Nullable Object[shape.members.size()];
    boolean[] present = new boolean[values.length];
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      RecordMember member = shape.byName.get(entry.getKey());
      if (member != null) {
        values[member.index()] = member.decode(entry.getValue());
        present[member.index()] = true;
      }
    }
    for (RecordMember member : shape.members) {
      if (!present[member.index()]) {
        values[member.index()] = member.valueWhenAbsent();
      }
    }
    return shape.construct(values);
  }

  @Override
  public @Nullable String experimentalUse(JsonElement in, String path) {
    if (!(in instanceof JsonObject object)) {
      return null;
    }
    for (RecordMember member : shape().members) {
      JsonElement value = member.in(object);
      if (value != null && !value.isJsonNull()) {
        String use = member.experimentalUse(value, path);
        if (use != null) {
          return use;
        }
      }
    }
    return null;
  }

  private Shape<R> shape() {
    Shape<R> known = shape;
    if (known == null) {
      known = new Shape<>(type);
      shape = known;
    }
    return known;
  }

  /** What reflection says about a record, read once. */
  private static final class Shape<R extends Record> {
    final List<RecordMember> members = new ArrayList<>();
    final Map<String, RecordMember> byName = new HashMap<>();
    final Constructor<R> constructor;
    final @Nullable String tag;
    final @Nullable String tagValue;

    Shape(Class<R> type) {
      RecordComponent[] components = type.getRecordComponents();
      List<String> names = Stream.of(components).map(RecordComponent::getName).toList();
      TypeMarks marks = TypeMarks.of(type, names);
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < components.length; i++) {
        RecordMember member = new RecordMember(components[i], marks.members().get(i), i);
        types[i] = components[i].getType();
        members.add(member);
        byName.put(member.name(), member);
        for (String alternate : member.alternates()) {
          byName.put(alternate, member);
        }
      }
      try {
        constructor = type.getDeclaredConstructor(types);
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(e); // every record has it
      }
      constructor.setAccessible(true);
      String foundTag = null;
      for (Class<?> parent : type.getInterfaces()) {
        String union = TypeMarks.of(parent).type().value(Marks.TAGGED);
        if (union != null) {
          foundTag = union;
        }
      }
      tag = foundTag;
      tagValue = foundTag == null ? null : WireNames.ofVariant(type);
    }

    R construct(@Nullable Object[] values) {
      try {
        return constructor.newInstance(values);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof RuntimeException refused) {
          throw refused;
        }
        throw new IllegalStateException(e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
