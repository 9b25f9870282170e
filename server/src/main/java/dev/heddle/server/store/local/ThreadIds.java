package dev.heddle.server.store.local;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/** The form of thread and segment ids: UUIDs, version 7 when new. */
final class ThreadIds {
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private ThreadIds() {}

  static boolean isUuid(String id) {
    return FORM.matcher(id).matches();
  }

  /** A new UUIDv7: sorts, as text, by its millisecond. */
  static String at(Instant time) {
    long high = (time.toEpochMilli() << 16) | 0x7000L | RANDOM.nextInt(1 << 12);
    long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
