package dev.heddle.protocol.rpc;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** Code that writes one kind of record as reflection would; see {@link WireJson#quicken}. */
@FunctionalInterface
public interface QuickWriter<R extends Record> {
  /** Writes the whole object. */
  void write(JsonWriter out, R value) throws IOException;
}
