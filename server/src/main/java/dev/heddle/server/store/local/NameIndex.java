package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.Timestamps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names file: {@code {"id","thread_name","updated_at"}} a line, the newest line of a thread
 * wins.
 *
 * <p>For names that Codex gave, and for Codex to find ours. Our own journals hold every name too.
 *
 * <p><b>Thread-safety:</b> thread-safe; other processes are kept out by the file's lock.
 *
 * <p><b>Files:</b> a name is one append of one line; forgetting one rewrites the file through a
 * temporary one.
 */
final class NameIndex {
  private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

  /** To compare so many bytes costs no more than to open the file. */
  private static final long SHORT_BYTES = 64 << 10;

  private final Path file;
  private final Path lockFile;
  private Map<String, Entry> entries = new HashMap<>();
  private @Nullable FileStamp stamp;
  private long covered;
  private String tail = ""; // hash of the bytes just before that
  private String content = ContentHash.EMPTY; // hash of all bytes before that
  private final Set<String> changed = new HashSet<>();
  private boolean readable = true;

  NameIndex(CodexHome home) {
    this.file = home.sessionIndex();
    this.lockFile = home.sessionIndexLock();
  }

  /** A name and when it was given. */
  record Entry(String name, Instant at) {}

  /** The newest name given to the thread, or null. */
  synchronized @Nullable Entry of(String threadId) throws IOException {
    look();
    return entries.get(threadId);
  }

  /** The same as of the last look. */
  synchronized @Nullable Entry known(String threadId) {
    return entries.get(threadId);
  }

  /**
   * Looks, and answers whose names may have changed since this was last asked. While the file
   * cannot be read, names stay as they were.
   */
  synchronized Set<String> takeChanged() {
    try {
      look();
      readable = true;
    } catch (IOException e) {
      readable = false;
    }
    Set<String> taken = Set.copyOf(changed);
    changed.clear();
    return taken;
  }

  /** The file, when it could not be read at the last look; else nothing. */
  synchronized Set<Path> unreadable() {
    return readable ? Set.of() : Set.of(file);
  }

  /** Adds a name. */
  synchronized void put(String threadId, String name, Instant at) throws IOException {
    JsonObject line = new JsonObject();
    line.addProperty("id", threadId);
    line.addProperty("thread_name", name);
    line.addProperty("updated_at", Timestamps.nanos(at));
    CodexHome.createParent(file);
    try (Flock.Held lock = lock()) {
      CodexHome.createFile(file);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        long size = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        boolean torn = size > 0 && (channel.read(last, size - 1) != 1 || last.get(0) != '\n');
        String text = (torn ? "\n" : "") + RolloutCodec.escapeLoneSurrogates(line + "\n");
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          size += channel.write(bytes, size);
        }
      }
    }
  }

  /** Removes every line of the thread; does nothing when there is none. */
  synchronized void forget(String threadId) throws IOException {
    if (of(threadId) == null) {
      return;
    }
    try (Flock.Held lock = lock()) {
      List<String> kept = new ArrayList<>();
      for (String line : lines(Files.readAllBytes(file))) {
        Map.Entry<String, Entry> entry = parse(line);
        if (!line.isBlank() && (entry == null || !entry.getKey().equals(threadId))) {
          kept.add(line + "\n");
        }
      }
      Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
      Files.deleteIfExists(temporary);
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              CodexHome.privateFile())) {
        ByteBuffer bytes =
            ByteBuffer.wrap(String.join("", kept).getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Flock.Held lock() throws IOException {
    Flock.Held lock = Flock.await(lockFile, LOCK_WAIT);
    if (lock == null) {
      throw new IOException("the names are locked by another process");
    }
    return lock;
  }

  /** Reads what was added since the last look, or everything when the file was replaced. */
  private void look() throws IOException {
    FileStamp now = FileStamp.read(file);
    if (now == null || now.equals(stamp)) {
      if (now == null && stamp != null) {
        forgetAll();
        stamp = null;
      }
      return;
    }
    boolean another = !now.sameFile(stamp) || now.size() < covered || !sameBytes();
    long from = another ? 0 : covered;
    byte[] added;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(now.size() - from));
      while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
        continue;
      }
      added = Arrays.copyOf(bytes.array(), bytes.position());
    }
    if (another) {
      forgetAll();
    }
    for (String line : lines(added)) {
      Map.Entry<String, Entry> entry = parse(line);
      if (entry != null) {
        entries.put(entry.getKey(), entry.getValue());
        changed.add(entry.getKey());
      }
    }
    long whole = covered + wholeLines(added);
    content = ContentHash.extend(content, file, covered, whole);
    tail = Projection.tailHash(file, whole);
    covered = whole;
    stamp = now;
  }

  /**
   * Whether what was read is what the file still has: all of it if it is short, else its end. A
   * copy over the file, or another file that got its number, looks like growth.
   */
  private boolean sameBytes() throws IOException {
    return covered <= SHORT_BYTES
        ? ContentHash.of(file, covered).equals(content)
        : Projection.tailHash(file, covered).equals(tail);
  }

  private void forgetAll() {
    changed.addAll(entries.keySet());
    entries = new HashMap<>();
    covered = 0;
    content = ContentHash.EMPTY;
  }

  /** Lines as Latin-1, so that a rewrite keeps every byte of those it does not understand. */
  private static String[] lines(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).split("\n");
  }

  private static int wholeLines(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static Map.@Nullable Entry<String, Entry> parse(String latin1) {
    String line = new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    try {
      if (JsonParser.parseString(line) instanceof JsonObject object
          && object.get("id") instanceof JsonPrimitive id
          && object.get("thread_name") instanceof JsonPrimitive name
          && object.get("updated_at") instanceof JsonPrimitive at) {
        Instant time = Timestamps.parse(at.getAsString());
        return Map.entry(id.getAsString(), new Entry(name.getAsString(), time));
      }
    } catch (JsonParseException | DateTimeException e) {
      // A line that is none; the others count.
    }
    return null;
  }
}
