package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A {@link KeyedUnion}: a bare string, or an object with the variant's name as its one key. */
final class KeyedUnionType<T> implements WireType<T> {
  private static final JsonObject NO_CONTENT = new JsonObject();

  private final Class<T> type;
  private final UnionVariants variants;

  KeyedUnionType(Class<T> type) {
    this.type = type;
    this.variants = new UnionVariants(type);
  }

  Class<T> javaType() {
    return type;
  }

  WireDeclaration describe() {
    return new WireDeclaration.Keyed(type, variants.describe());
  }

  @Override
  public void write(JsonWriter out, T value) throws IOException {
    RecordType<Record> variant = variants.of(value.getClass());
    String name = WireNames.ofVariant(value.getClass());
    if (variant.isEmpty()) {
      out.value(name);
      return;
    }
    out.beginObject().name(name);
    if (variant.isSingleValue()) {
      variant.writeSingleValue(out, (Record) value);
    } else {
      variant.write(out, (Record) value);
    }
    out.endObject();
  }

  @Override
  public T decode(JsonElement in) {
    VariantForm form = VariantForm.of(in);
    RecordType<?> variant = variants.named(form.name());
    return type.cast(variant.decode(content(form, variant)));
  }

  @Override
  public @Nullable String experimentalUse(JsonElement in, String path) {
    VariantForm form = VariantForm.of(in);
    RecordType<?> variant = variants.named(form.name());
    return variants.experimentalUse(form.name(), content(form, variant), path);
  }

  /** The object that the variant's record decodes from. */
  private static JsonElement content(VariantForm form, RecordType<?> variant) {
    if (variant.isEmpty()) {
      form.requireUnit();
      return NO_CONTENT;
    }
    if (variant.isSingleValue()) {
      JsonObject wrapped = new JsonObject();
      wrapped.add("value", form.requireContent("newtype variant"));
      return wrapped;
    }
    JsonElement content = form.requireContent("struct variant");
    if (!content.isJsonObject()) {
      throw DecodeException.invalidType(content, "struct variant");
    }
    return content;
  }
}
