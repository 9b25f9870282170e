package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ids clients give: UUIDs in any of the usual spellings. What is wrong with one that is
 * none is said in the words that clients know from the peer.
 */
final class ThreadIds {
  private static final Pattern HYPHENATED =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern SIMPLE = Pattern.compile("[0-9a-f]{32}");
  private static final int[] GROUP_LENGTHS = {8, 4, 4, 4, 12};
  private static final String URN = "urn:uuid:";

  private ThreadIds() {}

  /** The id in its usual spelling; the error speaks of a thread id. */
  static String thread(String given) {
    return parse(given, "thread id");
  }

  /** The id in its usual spelling; the error speaks of a session id, as some methods do. */
  static String session(String given) {
    return parse(given, "session id");
  }

  /**
   * The id in its usual spelling.
   *
   * @param what what the error calls it
   */
  static String parse(String given, String what) {
    String id = parseOrNull(given);
    if (id == null) {
      throw RpcException.invalidRequest(
          ErrorKind.INVALID_PARAMS, "invalid " + what + ": " + problem(given));
    }
    return id;
  }

  /** The id in its usual spelling, or null when it is none. */
  static @Nullable String parseOrNull(String given) {
    String text = given;
    if (text.startsWith(URN)) {
      text = text.substring(URN.length());
    } else if (text.startsWith("{") && text.endsWith("}")) {
      text = text.substring(1, text.length() - 1);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (HYPHENATED.matcher(lower).matches()) {
      return lower;
    }
    if (!text.equals(given) || !SIMPLE.matcher(lower).matches()) {
      return null;
    }
    return String.join(
        "-",
        lower.substring(0, 8),
        lower.substring(8, 12),
        lower.substring(12, 16),
        lower.substring(16, 20),
        lower.substring(20));
  }

  /** What is wrong with a string that is no UUID. */
  static String problem(String given) {
    boolean urn = given.startsWith(URN);
    boolean braced = given.length() > 1 && given.startsWith("{") && given.endsWith("}");
    int offset = urn ? URN.length() : braced ? 1 : 0;
    String text = given.substring(offset, given.length() - (braced && !urn ? 1 : 0));
    int at = offset + 1;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c != '-' && Character.digit(c, 16) < 0 || c > 'f') {
        return "invalid character: expected an optional prefix of `urn:uuid:` followed by"
            + " [0-9a-fA-F-], found `"
            + Character.toString(c)
            + "` at "
            + at;
      }
      at += utf8Length(c);
    }
    String[] groups = text.split("-", -1);
    if (groups.length == 1 && offset == 0) {
      return "invalid length: expected length 32 for simple format, found " + given.length();
    }
    if (groups.length != GROUP_LENGTHS.length) {
      return "invalid group count: expected 5, found " + groups.length;
    }
    int wrong = 0;
    while (wrong < 4 && groups[wrong].length() == GROUP_LENGTHS[wrong]) {
      wrong++;
    }
    return "invalid group length in group "
        + wrong
        + ": expected "
        + GROUP_LENGTHS[wrong]
        + ", found "
        + groups[wrong].length();
  }

  private static int utf8Length(int codePoint) {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
}
