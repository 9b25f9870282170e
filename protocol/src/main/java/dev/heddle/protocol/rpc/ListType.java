package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list, as a JSON array; decoded lists are unmodifiable. */
final class ListType<E> implements WireType<List<E>> {
  private final WireType<E> element;

  ListType(WireType<E> element) {
    this.element = element;
  }

  WireType<E> element() {
    return element;
  }

  @Override
  public void write(JsonWriter out, List<E> value) throws IOException {
    out.beginArray();
    for (E each : value) {
      element.write(out, each);
    }
    out.endArray();
  }

  @Override
  public List<E> decode(JsonElement in) {
    if (!in.isJsonArray()) {
      throw DecodeException.invalidType(in, "a sequence");
    }
    List<E> list = new ArrayList<>(in.getAsJsonArray().size());
    for (JsonElement each : in.getAsJsonArray()) {
      list.add(element.decode(each));
    }
    return Collections.unmodifiableList(list);
  }

  @Override
  public @Nullable String experimentalUse(JsonElement in, String path) {
    for (JsonElement each : in.getAsJsonArray()) {
      String use = element.experimentalUse(each, path);
      if (use != null) {
        return use;
      }
    }
    return null;
  }
}
