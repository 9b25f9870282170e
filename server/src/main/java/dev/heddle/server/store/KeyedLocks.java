package dev.heddle.server.store;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock for each key: who holds one is in nobody's way who wants another, which those of a fixed
 * number of locks would be. There are as many as are held or waited for.
 *
 * <p><b>Thread-safety:</b> thread-safe; a lock may be held several times by one thread.
 */
public final class KeyedLocks {
  private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();

  /** A lock and how many hold it or wait for it; changed within the map. */
  private static final class Entry {
    final ReentrantLock lock = new ReentrantLock();
    int users;
  }

  /** A lock that is held until it is closed, once, by the thread that took it. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits for the key's lock and takes it. */
  public Held hold(String key) {
    Entry entry =
        entries.compute(
            key,
            (k, known) -> {
              Entry e = known == null ? new Entry() : known;
              e.users++;
              return e;
            });
    entry.lock.lock();
    return () -> {
      entry.lock.unlock();
      entries.computeIfPresent(key, (k, e) -> --e.users == 0 ? null : e);
    };
  }

  /** How many keys are in use. */
  int size() {
    return entries.size();
  }
}
