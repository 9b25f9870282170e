package dev.heddle.server.store.local;

import dev.heddle.server.store.WriterProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the lock on a file, as Linux tells it in {@code /proc/locks}. Nobody is named where
 * there is no such file, or the system keeps it to itself (containers, network file systems).
 */
final class LockOwners {
  private static final Path PROC = Path.of("/proc");

  private LockOwners() {}

  /** The process that holds an exclusive {@code flock(2)} on the file; null when not told. */
  static @Nullable WriterProcess of(Path file) {
    try {
      Map<String, Object> attributes = Files.readAttributes(file, "unix:dev,ino");
      String place = place(number(attributes, "dev"), number(attributes, "ino"));
      for (String line : Files.readAllLines(PROC.resolve("locks"), StandardCharsets.ISO_8859_1)) {
        // 1: FLOCK  ADVISORY  WRITE 4711 fe:01:1234 0 EOF
        List<String> words = List.of(line.trim().split("\\s+"));
        if (words.size() > 5 && words.get(1).equals("FLOCK") && words.get(5).equals(place)) {
          long pid = Long.parseLong(words.get(4));
          return pid > 0 ? new WriterProcess(pid, program(pid)) : null;
        }
      }
    } catch (IOException | RuntimeException e) {
      return null; // not Linux, or it is gone already: that somebody held it is all there is to say
    }
    return null;
  }

  private static long number(Map<String, Object> attributes, String name) {
    return (Long) Objects.requireNonNull(attributes.get(name));
  }

  /** A file as the list names it: its device in hexadecimal, its inode in decimal. */
  private static String place(long device, long inode) {
    long major = (device >>> 8) & 0xFFF;
    long minor = (device & 0xFF) | ((device >>> 12) & 0xFFF00);
    return String.format(Locale.ROOT, "%02x:%02x:%d", major, minor, inode);
  }

  private static @Nullable String program(long pid) {
    try {
      return Files.readString(PROC.resolve(pid + "/comm")).strip();
    } catch (IOException e) {
      return null;
    }
  }
}
