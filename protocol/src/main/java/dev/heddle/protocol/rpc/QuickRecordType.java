package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A record with code of its own for the usual cases, for those few whose reflection would hold up
 * the start of a process. What the code does not know, reflection does.
 */
final class QuickRecordType<R extends Record> extends RecordType<R> {
  private final Function<JsonElement, @Nullable R> reader;
  private final @Nullable QuickWriter<R> writer;

  QuickRecordType(
      Class<R> type, Function<JsonElement, @Nullable R> reader, @Nullable QuickWriter<R> writer) {
    super(type);
    this.reader = reader;
    this.writer = writer;
  }

  @Override
  public R decode(JsonElement in) {
    R read = reader.apply(in);
    return read != null ? read : super.decode(in);
  }

  @Override
  public void write(JsonWriter out, R value) throws IOException {
    if (writer == null) {
      super.write(out, value);
    } else {
      writer.write(out, value);
    }
  }
}
