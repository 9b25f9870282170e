package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a short list that is always there whole; its cursor is the number of entries before it.
 *
 * @param data the entries
 * @param nextCursor where the next page begins, or null on the last one
 */
record OffsetPage<T>(List<T> data, @Nullable String nextCursor) {
  private static final int MAX_DIGITS = 18;

  /**
   * The page of {@code all} that a client asks for.
   *
   * @param limit entries at most, null for all of them; 0 counts as 1, so that a client that pages
   *     gets on
   * @param what the entries are called where the cursor is behind them, such as {@code models}
   */
  static <T> OffsetPage<T> of(
      List<T> all, @Nullable String cursor, @Nullable Integer limit, String what) {
    long from = cursor == null ? 0 : parse(cursor);
    if (from > all.size()) {
      throw RpcException.invalidRequest(
          ErrorKind.INVALID_CURSOR, "cursor " + from + " exceeds total " + what + " " + all.size());
    }
    int start = (int) from;
    int left = all.size() - start;
    int count = limit == null ? left : Math.min(Math.max(limit, 1), left);
    int end = start + count;
    return new OffsetPage<>(
        List.copyOf(all.subList(start, end)), end < all.size() ? Integer.toString(end) : null);
  }

  private static long parse(String cursor) {
    boolean digits = cursor.chars().allMatch(c -> c >= '0' && c <= '9');
    if (cursor.isEmpty() || cursor.length() > MAX_DIGITS || !digits) {
      throw RpcException.invalidRequest(ErrorKind.INVALID_CURSOR, "invalid cursor: " + cursor);
    }
    return Long.parseLong(cursor);
  }
}
