package dev.heddle.server.store;

import java.util.List;
import java.util.function.Predicate;

/**
 * Capability: messages that wait until their thread can take them, in an order per thread. They are
 * no part of the thread's history. They go when the thread is deleted, and stay through everything
 * else that happens to it.
 *
 * <p><b>Thread-safety:</b> thread-safe, also between processes on one storage: changes of a queue
 * come one after the other.
 *
 * <p><b>Durability:</b> a change is on the device when its method returns.
 *
 * <p><b>Errors:</b> {@link ThreadStoreException}; a change that failed is not there, or there as a
 * whole. A message that cannot be read is put aside and holds up no other.
 */
public interface ThreadQueues {
  /** How many messages may wait for one thread. */
  int MAX_WAITING = 100;

  /** What waits for the thread, the next one first; empty for a thread without a queue. */
  List<QueuedMessage> list(String threadId);

  /**
   * Adds a message behind all others. The thread need not be stored yet.
   *
   * @throws ThreadStoreException INVALID_REQUEST when {@link #MAX_WAITING} are waiting already
   */
  void add(String threadId, QueuedMessage message);

  /** Puts {@code message} in the place of the one with its id; false when that does not wait. */
  boolean replace(String threadId, QueuedMessage message);

  /** Takes a message back; false when it does not wait. */
  boolean remove(String threadId, String id);

  /**
   * Gives the queue this order. A crash may leave a part of the change, and every message once.
   *
   * @param ids of every message that waits, once
   * @return false, and nothing changed, when these are others
   */
  boolean reorder(String threadId, List<String> ids);

  /**
   * Sends a message: hands it to {@code sending} while nobody else can change it and, when that
   * says that what the message says is in the thread's log, makes that durable and removes the
   * message, in this order. So a crash at any time leaves the message, its record, or both; who
   * sends looks for the record first.
   *
   * @param sending records and flushes; must not wait for a client
   * @return whether the message was removed; false also when it does not wait
   */
  boolean send(String threadId, String id, Predicate<QueuedMessage> sending);

  /** Puts a message aside that its reader cannot make sense of; does nothing when it is gone. */
  void putAside(String threadId, String id);
}
