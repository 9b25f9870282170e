package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TaggedUnion}: one object, its record told by the tag. The record writes the tag itself,
 * so that it has the same form when it is used by its own type.
 */
final class TaggedUnionType<T> implements WireType<T> {
  private final Class<T> type;
  private final String tag;
  private final @Nullable String untagged;
  private final UnionVariants variants;

  TaggedUnionType(Class<T> type) {
    this.type = type;
    Marks marks = TypeMarks.of(type).type();
    this.tag = Objects.requireNonNull(marks.value(Marks.TAGGED));
    this.untagged = marks.value(Marks.UNTAGGED);
    this.variants = new UnionVariants(type);
  }

  Class<T> javaType() {
    return type;
  }

  WireDeclaration describe() {
    return new WireDeclaration.Tagged(type, tag, variants.describe());
  }

  @Override
  public void write(JsonWriter out, T value) throws IOException {
    variants.of(value.getClass()).write(out, (Record) value);
  }

  @Override
  public T decode(JsonElement in) {
    if (!(in instanceof JsonObject object)) {
      throw DecodeException.invalidType(in, "internally tagged enum " + type.getSimpleName());
    }
    return type.cast(variants.named(variantName(object)).decode(in));
  }

  @Override
  public @Nullable String experimentalUse(JsonElement in, String path) {
    return variants.experimentalUse(variantName(in.getAsJsonObject()), in, path);
  }

  private String variantName(JsonObject in) {
    JsonElement name = in.get(tag);
    if (name == null && untagged != null) {
      return untagged;
    }
    if (name == null) {
      throw DecodeException.missingField(tag);
    }
    if (name instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw DecodeException.invalidType(name, "variant identifier");
  }
}
