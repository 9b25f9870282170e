package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An enum, as the string that {@code @SerializedName} gives each constant. */
final class EnumType<E extends Enum<E>> implements WireType<E> {
  private final Class<E> type;
  private final List<Marks> marks;
  private final List<String> names = new ArrayList<>();
  private final Map<String, E> constants = new HashMap<>();

  EnumType(Class<E> type) {
    this.type = type;
    E[] all = type.getEnumConstants();
    this.marks = TypeMarks.of(type, Stream.of(all).map(Enum::name).toList()).members();
    for (E constant : all) {
      Marks said = marks.get(constant.ordinal());
      names.add(said.wireName());
      constants.put(said.wireName(), constant);
      for (String alternate : said.alternates()) {
        constants.put(alternate, constant);
      }
    }
  }

  Class<E> javaType() {
    return type;
  }

  WireDeclaration describe() {
    List<WireDeclaration.Constant> described = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      described.add(
          new WireDeclaration.Constant(
              nameOf(constant), constant.name(), experimental(constant) != null));
    }
    return new WireDeclaration.Constants(type, List.copyOf(described));
  }

  @Override
  public void write(JsonWriter out, E value) throws IOException {
    out.value(nameOf(value));
  }

  String nameOf(E value) {
    return names.get(value.ordinal());
  }

  @Override
  public E decode(JsonElement in) {
    VariantForm form = VariantForm.of(in);
    E constant = constants.get(form.name());
    if (constant == null) {
      throw DecodeException.unknownVariant(form.name(), names);
    }
    form.requireUnit();
    return constant;
  }

  @Override
  public @Nullable String experimentalUse(JsonElement in, String path) {
    E constant = decode(in);
    String mark = experimental(constant);
    return mark == null ? null : WireNames.descriptor(mark, type, nameOf(constant));
  }

  private @Nullable String experimental(E constant) {
    return marks.get(constant.ordinal()).value(Marks.EXPERIMENTAL);
  }
}
