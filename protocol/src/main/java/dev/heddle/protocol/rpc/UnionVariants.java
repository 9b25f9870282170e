package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The permitted records of a union, by wire name and by class. */
final class UnionVariants {
  private final Class<?> union;
  private final List<String> names = new ArrayList<>();
  private final Map<String, RecordType<?>> byName = new HashMap<>();
  private final Map<Class<?>, RecordType<?>> byClass = new HashMap<>();

  UnionVariants(Class<?> union) {
    this.union = union;
    for (Class<?> variant : union.getPermittedSubclasses()) {
      RecordType<?> type = new RecordType<>(variant.asSubclass(Record.class));
      String name = WireNames.ofVariant(variant);
      names.add(name);
      byName.put(name, type);
      for (String alternate : TypeMarks.of(variant).type().alternates()) {
        byName.put(alternate, type);
      }
      byClass.put(variant, type);
    }
  }

  /**
   * The variant with this wire name.
   *
   * @throws DecodeException if there is none
   */
  RecordType<?> named(String name) {
    RecordType<?> variant = byName.get(name);
    if (variant == null) {
      throw DecodeException.unknownVariant(name, names);
    }
    return variant;
  }

  @SuppressWarnings("unchecked") // the caller writes a value of this very class
  RecordType<Record> of(Class<?> variant) {
    return (RecordType<Record>) Objects.requireNonNull(byClass.get(variant));
  }

  List<WireVariant> describe() {
    return names.stream().map(this::describe).toList();
  }

  private WireVariant describe(String name) {
    RecordType<?> variant = named(name);
    return new WireVariant(
        variant.javaType(),
        name,
        variant.describe(),
        variant.isSingleValue(),
        variant.javaType().getAnnotation(Variant.class).members(),
        variant.javaType().isAnnotationPresent(Experimental.class));
  }

  @Nullable String experimentalUse(String name, JsonElement content, String path) {
    RecordType<?> variant = named(name);
    String mark = TypeMarks.of(variant.javaType()).type().value(Marks.EXPERIMENTAL);
    return mark != null
        ? WireNames.descriptor(mark, union, name)
        : variant.experimentalUse(content, path);
  }
}
