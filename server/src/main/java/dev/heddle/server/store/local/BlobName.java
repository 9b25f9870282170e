package dev.heddle.server.store.local;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a line says in the place of a string that is kept in a blob: {@code
 * heddle-blob:<sha256>:<bytes>}.
 *
 * <p>It means a blob only in lines that say so ({@link
 * dev.heddle.server.rollout.RolloutCodec#BLOBS}), and a record with such a text of its own is never
 * written as one of those.
 *
 * @param sha256 of the string as UTF-8, in hexadecimal
 * @param bytes how long that is
 */
record BlobName(String sha256, long bytes) {
  private static final String PREFIX = "heddle-blob:";
  private static final Pattern TEXT = Pattern.compile(PREFIX + "([0-9a-f]{64}):([0-9]{1,18})");

  /** The name of these contents. */
  static BlobName of(byte[] contents) {
    HashCode hash = Hashing.sha256().hashBytes(contents);
    return new BlobName(hash.toString(), contents.length);
  }

  /** Whether a text might be taken for a name. */
  static boolean isLike(String text) {
    return text.startsWith(PREFIX);
  }

  /** The name that the text is, or null. */
  static @Nullable BlobName parse(String text) {
    if (!isLike(text)) {
      return null;
    }
    Matcher name = TEXT.matcher(text);
    return name.matches() ? new BlobName(name.group(1), Long.parseLong(name.group(2))) : null;
  }

  /** The name as lines have it. */
  String text() {
    return PREFIX + sha256 + ':' + bytes;
  }
}
