package dev.heddle.server.thread;

import dev.heddle.server.store.KeyedLocks;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that are loaded, by id.
 *
 * <p><b>Thread-safety:</b> thread-safe. Loading and unloading of one thread exclude each other even
 * when two requests name it differently (by id and by path) and so run in different lanes.
 */
public final class LoadedThreads {
  private final ConcurrentHashMap<String, LiveThread> threads = new ConcurrentHashMap<>();

  /** A lock for each thread, while it is used: a store that hangs over one must not cost others. */
  private final KeyedLocks loading = new KeyedLocks();

  /** The thread with this id, or null when it is not loaded. */
  public @Nullable LiveThread get(String threadId) {
    return threads.get(threadId);
  }

  /** Adds a thread that was just created. */
  public void add(LiveThread thread) {
    threads.put(thread.threadId(), thread);
  }

  /** Removes the thread, if it is still this one. */
  public boolean remove(LiveThread thread) {
    return threads.remove(thread.threadId(), thread);
  }

  /** Whether {@code thread} is loaded, is to stay so, and has no turn. */
  public boolean isIdle(LiveThread thread) {
    return threads.get(thread.threadId()) == thread
        && !thread.closing()
        && thread.activeTurn() == null;
  }

  /** All loaded threads, in no order. */
  public Collection<LiveThread> all() {
    return List.copyOf(threads.values());
  }

  /** Runs {@code work} while nobody else loads or unloads this thread. */
  public <T extends @Nullable Object> T exclusively(String threadId, Supplier<T> work) {
    try (KeyedLocks.Held lock = loading.hold(threadId)) {
      return work.get();
    }
  }
}
