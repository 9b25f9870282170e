package dev.heddle.server.thread;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which threads' conversations are in memory, bounded by their texts together: beyond that, those
 * that were used longest ago go. They are read again from the store when they are needed.
 *
 * <p><b>Thread-safety:</b> thread-safe. Never called with a thread's lock held.
 */
final class ResidentConversations {
  private final long maxChars;
  private final Map<LiveThread, Long> chars = new LinkedHashMap<>(16, 0.75f, true);
  private long sum;

  ResidentConversations(long maxChars) {
    this.maxChars = maxChars;
  }

  /** The thread's conversation is in memory, and was used just now. */
  void used(LiveThread thread, long length) {
    for (LiveThread old : tooMuch(thread, length)) {
      if (old.dropConversation()) {
        forget(old);
      }
    }
  }

  /** The thread is no longer loaded. */
  synchronized void forget(LiveThread thread) {
    Long length = chars.remove(thread);
    sum -= length == null ? 0 : length;
  }

  private synchronized List<LiveThread> tooMuch(LiveThread thread, long length) {
    Long before = chars.put(thread, length);
    sum += length - (before == null ? 0 : before);
    List<LiveThread> old = new ArrayList<>();
    long left = sum;
    for (Map.Entry<LiveThread, Long> each : chars.entrySet()) {
      if (left > maxChars) {
        old.add(each.getKey());
        left -= each.getValue();
      }
    }
    return old;
  }
}
