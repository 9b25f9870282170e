package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map with string keys, as a JSON object; order is kept and decoded maps are unmodifiable. */
final class MapType<V> implements WireType<Map<String, V>> {
  private final WireType<V> value;

  MapType(WireType<V> value) {
    this.value = value;
  }

  WireType<V> value() {
    return value;
  }

  @Override
  public void write(JsonWriter out, Map<String, V> map) throws IOException {
    out.beginObject();
    for (Map.Entry<String, V> entry : map.entrySet()) {
      out.name(entry.getKey());
      value.write(out, entry.getValue());
    }
    out.endObject();
  }

  @Override
  public Map<String, V> decode(JsonElement in) {
    if (!in.isJsonObject()) {
      throw DecodeException.invalidType(in, "a map");
    }
    Map<String, V> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : in.getAsJsonObject().entrySet()) {
      map.put(entry.getKey(), value.decode(entry.getValue()));
    }
    return Collections.unmodifiableMap(map);
  }

  @Override
  public @Nullable String experimentalUse(JsonElement in, String path) {
    for (JsonElement each : in.getAsJsonObject().asMap().values()) {
      String use = value.experimentalUse(each, path);
      if (use != null) {
        return use;
      }
    }
    return null;
  }
}
