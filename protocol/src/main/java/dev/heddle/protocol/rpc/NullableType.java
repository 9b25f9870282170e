package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A list element or map value that may be null. */
final class NullableType<T> implements WireType<@Nullable T> {
  private final WireType<T> type;

  NullableType(WireType<T> type) {
    this.type = type;
  }

  WireType<T> type() {
    return type;
  }

  @Override
  public void write(JsonWriter out, @Nullable T value) throws IOException {
    if (value == null) {
      out.nullValue();
    } else {
      type.write(out, value);
    }
  }

  @Override
  @SuppressWarnings("NullAway") // it does not see that the type argument is nullable
  public @Nullable T decode(JsonElement in) {
    return in.isJsonNull() ? null : type.decode(in);
  }

  @Override
  public @Nullable String experimentalUse(JsonElement in, String path) {
    return in.isJsonNull() ? null : type.experimentalUse(in, path);
  }
}
