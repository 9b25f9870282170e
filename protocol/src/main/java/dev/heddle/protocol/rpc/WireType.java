package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of one Java type, in both directions. Thread-safe: immutable, or filled once on
 * first use.
 *
 * @param <T> the Java type
 */
interface WireType<T extends @Nullable Object> {
  void write(JsonWriter out, T value) throws IOException;

  /**
   * The Java value of {@code in}, which may be JSON null.
   *
   * @throws DecodeException if it has another form
   */
  T decode(JsonElement in);

  /**
   * The descriptor of the first experimental member or variant that {@code in} uses, or null.
   *
   * @param in a value that {@link #decode} accepts
   * @param path what the descriptor of a member is relative to, at first the method
   */
  default @Nullable String experimentalUse(JsonElement in, String path) {
    return null;
  }
}
