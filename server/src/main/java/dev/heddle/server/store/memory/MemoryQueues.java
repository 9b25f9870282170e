package dev.heddle.server.store.memory;

import dev.heddle.server.store.QueuedMessage;
import dev.heddle.server.store.ThreadQueues;
import dev.heddle.server.store.ThreadStoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Queues in memory, for all stores on one backing.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class MemoryQueues implements ThreadQueues {
  private final Map<String, List<QueuedMessage>> queues = new HashMap<>(); // guarded by this

  @Override
  public synchronized List<QueuedMessage> list(String threadId) {
    return List.copyOf(queues.getOrDefault(threadId, List.of()));
  }

  @Override
  public synchronized void add(String threadId, QueuedMessage message) {
    List<QueuedMessage> queue = queues.computeIfAbsent(threadId, id -> new ArrayList<>());
    if (queue.size() >= MAX_WAITING) {
      throw ThreadStoreException.invalid(
          threadId, "queue cannot contain more than " + MAX_WAITING + " submissions");
    }
    queue.add(message);
  }

  @Override
  public synchronized boolean replace(String threadId, QueuedMessage message) {
    int at = find(threadId, message.id());
    if (at < 0) {
      return false;
    }
    queue(threadId).set(at, message);
    return true;
  }

  @Override
  public synchronized boolean remove(String threadId, String id) {
    int at = find(threadId, id);
    if (at < 0) {
      return false;
    }
    queue(threadId).remove(at);
    return true;
  }

  @Override
  public synchronized boolean reorder(String threadId, List<String> ids) {
    Map<String, QueuedMessage> byId = new HashMap<>();
    list(threadId).forEach(message -> byId.put(message.id(), message));
    if (ids.size() != byId.size() || !byId.keySet().equals(new HashSet<>(ids))) {
      return false;
    }
    queues.put(threadId, new ArrayList<>(ids.stream().map(byId::get).toList()));
    return true;
  }

  @Override
  public synchronized boolean send(String threadId, String id, Predicate<QueuedMessage> sending) {
    int at = find(threadId, id);
    return at >= 0 && sending.test(queue(threadId).get(at)) && remove(threadId, id);
  }

  @Override
  public synchronized void putAside(String threadId, String id) {
    remove(threadId, id);
  }

  /** The thread is gone. */
  synchronized void forget(String threadId) {
    queues.remove(threadId);
  }

  private List<QueuedMessage> queue(String threadId) {
    return queues.getOrDefault(threadId, List.of());
  }

  private int find(String threadId, String id) {
    List<QueuedMessage> queue = queue(threadId);
    for (int i = 0; i < queue.size(); i++) {
      if (queue.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }
}
