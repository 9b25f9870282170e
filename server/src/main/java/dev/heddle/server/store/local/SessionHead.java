package dev.heddle.server.store.local;

import com.google.common.primitives.Bytes;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.DecodedLine;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The first session_meta of a file: whose it is. */
final class SessionHead {
  /** A damaged beginning may hide the header behind it, but not further down than this. */
  private static final int RECORDS = 10;

  /**
   * The headers read last, with the lines that say so. Every question about a thread begins with
   * its header, which holds 20 kB of instructions and more; to see that a line is still the same
   * takes a small part of reading it.
   */
  private static final Map<Path, Known> KNOWN =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
              return size() > MAX_KNOWN;
            }
          });

  private static final int MAX_KNOWN = 32;
  private static final int MAX_KNOWN_BYTES = 64 << 10;

  private record Known(byte[] line, RolloutRecord record) {
    boolean begins(byte[] file) {
      return file.length >= line.length
          && Arrays.equals(file, 0, line.length, line, 0, line.length);
    }
  }

  private SessionHead() {}

  /**
   * The header of the file, checked against its name.
   *
   * @throws ThreadStoreException CORRUPT when there is none, or another thread's
   */
  static JsonObject read(RolloutFile file) throws IOException {
    JsonObject meta = read(file.path());
    String id = id(meta);
    if (!id.equalsIgnoreCase(file.threadId())) {
      throw new ThreadStoreException(
          Kind.CORRUPT,
          file.threadId(),
          "session metadata "
              + file.path()
              + " belongs to thread "
              + id
              + ", expected "
              + file.threadId(),
          null);
    }
    return meta;
  }

  /** The header of the file, whatever its name. */
  static JsonObject read(Path path) throws IOException {
    return record(path).payload();
  }

  /** The same as the whole record, which nobody may change. */
  static RolloutRecord record(Path path) throws IOException {
    if (Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
      // To open a pipe would wait for somebody who writes to it.
      throw new ThreadStoreException(
          Kind.CORRUPT, null, "failed to read session metadata " + path + ": it is no file", null);
    }
    byte[] beginning;
    try (InputStream in = Files.newInputStream(path)) {
      beginning = in.readNBytes(MAX_KNOWN_BYTES);
    }
    Known known = KNOWN.get(path);
    if (known != null && known.begins(beginning)) {
      return known.record();
    }
    int lineFeed = Bytes.indexOf(beginning, (byte) '\n');
    if (lineFeed >= 0
        && RolloutCodec.decode(beginning, 0, lineFeed + 1)
            instanceof DecodedLine.Parsed(RolloutRecord first, long whole)
        && whole == 0
        && isHeader(first)) {
      KNOWN.put(path, new Known(Arrays.copyOf(beginning, lineFeed + 1), first));
      return first;
    }
    return search(path);
  }

  /** The header of a file that does not simply begin with it. */
  private static RolloutRecord search(Path path) throws IOException {
    try (RolloutReader reader = RolloutReader.open(path)) {
      RolloutRecord next = reader.next();
      for (int i = 0; i < RECORDS && next != null; i++, next = reader.next()) {
        if (isHeader(next)) {
          return next;
        }
      }
    }
    throw new ThreadStoreException(
        Kind.CORRUPT,
        null,
        "failed to read session metadata " + path + ": rollout at " + path + " is empty",
        null);
  }

  private static boolean isHeader(RolloutRecord record) {
    return record.type().equals(RecordTypes.SESSION_META) && !id(record.payload()).isEmpty();
  }

  static String id(JsonObject meta) {
    return meta.get("id") instanceof JsonPrimitive id ? id.getAsString() : "";
  }
}
