package dev.heddle.server.store;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes UUIDs of version 7: they sort by the millisecond in which they were made (RFC 9562).
 *
 * <p><b>Thread-safety:</b> thread-safe. Ids of one process are strictly increasing.
 */
public final class Uuid7 {
  private static final int VERSION = 7;
  private static final int VERSION_AT = 14; // in the text

  /** Made with the first id: to read ids takes none, and lists read them. */
  private static final class Randomness {
    /**
     * Ids have to differ, not to be secret; a secure generator takes far longer. Guarded by the
     * outer class.
     */
    static final SplittableRandom SOURCE = new SplittableRandom(seed());

    /** From the system, as Java takes it; Java's own way loads all its cryptography first. */
    private static long seed() {
      try (DataInputStream system =
          new DataInputStream(Files.newInputStream(Path.of("/dev/urandom")))) {
        return system.readLong();
      } catch (IOException e) {
        return new SecureRandom().nextLong(); // a system without such a file
      }
    }
  }

  private static long lastTick; // guarded by the class; milliseconds << 12 | counter

  private Uuid7() {}

  /** A new id in its usual spelling. */
  public static String next() {
    return next(System.currentTimeMillis());
  }

  /** A new id that sorts behind another, though that be of a clock ahead of ours. */
  public static String after(String other) {
    String id = next();
    if (id.compareTo(other) > 0) {
      return id;
    }
    // Its millisecond and one; not next(ms), which all later ids of this process would follow.
    UUID made = UUID.fromString(id);
    long ms = (UUID.fromString(other).getMostSignificantBits() >>> 16) + 1;
    long high = ms << 16 | made.getMostSignificantBits() & 0xFFFF;
    return new UUID(high, made.getLeastSignificantBits()).toString();
  }

  /**
   * When an id was made, in milliseconds since 1970, as it says itself; null when it is of another
   * version.
   *
   * @param id a UUID in its usual spelling
   */
  public static @Nullable Long madeAt(String id) {
    return id.charAt(VERSION_AT) == '0' + VERSION
        ? Long.parseLong(id, 0, 8, 16) << 16 | Long.parseLong(id, 9, 13, 16)
        : null;
  }

  static String next(long unixMs) {
    long tick;
    long random;
    synchronized (Uuid7.class) {
      tick = Math.max(unixMs << 12 | Randomness.SOURCE.nextInt(1 << 8), lastTick + 1);
      lastTick = tick;
      random = Randomness.SOURCE.nextLong();
    }
    long high = (tick >>> 12) << 16 | VERSION << 12 | (tick & 0xFFF);
    long low = random >>> 2 | 1L << 63;
    return new UUID(high, low).toString();
  }
}
