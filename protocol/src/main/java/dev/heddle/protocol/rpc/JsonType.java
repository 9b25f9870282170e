package dev.heddle.protocol.rpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import dev.heddle.protocol.json.JsonTree;
import java.io.IOException;

/** Any JSON, or any object or array, kept as it is; the values are shared, not copied. */
final class JsonType<T extends JsonElement> implements WireType<T> {
  private final Class<T> type;

  JsonType(Class<T> type) {
    this.type = type;
  }

  Class<T> javaType() {
    return type;
  }

  @Override
  public void write(JsonWriter out, T value) throws IOException {
    JsonTree.write(out, value);
  }

  @Override
  public T decode(JsonElement in) {
    if (type.isInstance(in)) {
      return type.cast(in);
    }
    throw DecodeException.invalidType(
        in,
        type == JsonObject.class ? "a map" : type == JsonArray.class ? "a sequence" : "a value");
  }
}
