package dev.heddle.server.conform.stage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of all that was said to one server and by it: {@code {"started":COMMAND}}, then {@code
 * {"sent":…}} and {@code {"received":…}} line by line, in order. Of what is no JSON object there is
 * the line, as {@code {"sentLine":"…"}} or a string that was received.
 *
 * <p><b>Thread-safety:</b> thread-safe. <b>Errors:</b> {@link UncheckedIOException} when the file
 * cannot be written.
 */
public final class TraceFile implements AutoCloseable {
  private final Writer out;
  private final ByteArrayOutputStream unended = new ByteArrayOutputStream();
  private boolean closed;

  private TraceFile(Writer out) {
    this.out = out;
  }

  /** Begins a file of its own name in a folder. */
  public static TraceFile in(Path folder, List<String> command) throws IOException {
    Path file = Files.createTempFile(Files.createDirectories(folder), "trace-", ".ndjson");
    TraceFile trace = new TraceFile(Files.newBufferedWriter(file));
    trace.write("started", new JsonPrimitive(String.join(" ", command)));
    return trace;
  }

  /** Some bytes for the server; a line counts when it has ended. */
  public synchronized void sent(byte[] bytes) {
    for (byte each : bytes) {
      if (each == '\n') {
        send(messageOf(unended.toString(StandardCharsets.UTF_8)));
        unended.reset();
      } else {
        unended.write(each);
      }
    }
  }

  private void send(JsonElement message) {
    write(message.isJsonObject() ? "sent" : "sentLine", message);
  }

  /** A line of the server. */
  public synchronized void received(String line) {
    write("received", messageOf(line));
  }

  private void write(String what, JsonElement message) {
    if (closed) {
      return; // what is sent to a server that has gone
    }
    JsonObject entry = new JsonObject();
    entry.add(what, message);
    try {
      out.write(entry + "\n");
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonElement messageOf(String line) {
    try {
      if (JsonParser.parseString(line) instanceof JsonObject message) {
        return message;
      }
    } catch (JsonParseException e) {
      // Kept as it is.
    }
    return new JsonPrimitive(line);
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
