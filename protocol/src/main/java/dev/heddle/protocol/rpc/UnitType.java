package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** The params of a method that takes none: {@code null} or an empty object. */
final class UnitType implements WireType<NoParams> {
  private static final NoParams UNIT = new NoParams();

  @Override
  public void write(JsonWriter out, NoParams value) throws IOException {
    out.beginObject().endObject();
  }

  @Override
  public NoParams decode(JsonElement in) {
    if (in.isJsonNull() || in.isJsonObject() && in.getAsJsonObject().isEmpty()) {
      return UNIT;
    }
    throw DecodeException.invalidType(in, "unit");
  }
}
