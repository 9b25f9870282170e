package dev.heddle.server.thread;

import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadReadState;
import dev.heddle.protocol.v2.ThreadReadStateChangedNotification;
import dev.heddle.protocol.v2.ThreadStatus;
import dev.heddle.protocol.v2.ThreadStatusChangedNotification;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.ClientConnections;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who hears about which thread. A thread's turns and items go to its subscribers; its life
 * (started, archived, named, status) goes to every initialized client.
 *
 * <p><b>Thread-safety:</b> thread-safe. Two events of one thread sent by one Java thread arrive in
 * that order at each client.
 */
public final class ThreadEvents {
  private final ClientConnections connections;
  private final ConcurrentHashMap<String, Set<ClientConnection>> subscribers =
      new ConcurrentHashMap<>();

  public ThreadEvents(ClientConnections connections) {
    this.connections = connections;
  }

  /** From now on {@code connection} hears of the thread's turns and items. */
  public void subscribe(String threadId, ClientConnection connection) {
    // In one step, or it may be added to a set that the last of the others just took away.
    subscribers.compute(
        threadId,
        (id, present) -> {
          Set<ClientConnection> connected =
              present == null ? ConcurrentHashMap.newKeySet() : present;
          connected.add(connection);
          return connected;
        });
  }

  /**
   * {@code connection} no longer hears of them.
   *
   * @return whether it did before
   */
  public boolean unsubscribe(String threadId, ClientConnection connection) {
    boolean[] removed = {false};
    subscribers.computeIfPresent(
        threadId,
        (id, connected) -> {
          removed[0] = connected.remove(connection);
          return connected.isEmpty() ? null : connected;
        });
    return removed[0];
  }

  /** The thread is gone: nobody hears of it until they come again. */
  public void forget(String threadId) {
    subscribers.remove(threadId);
  }

  /** Whether anybody hears of the thread's turns. */
  public boolean hasSubscribers(String threadId) {
    return subscribers.containsKey(threadId);
  }

  /** Those who hear of the thread's turns, as they come and go. */
  public Set<ClientConnection> subscribersOf(String threadId) {
    return Collections.unmodifiableSet(subscribers.getOrDefault(threadId, Set.of()));
  }

  /** Tells the thread's subscribers. */
  public <P> void toSubscribers(String threadId, NotificationSpec<P> spec, P params) {
    for (ClientConnection connection : subscribers.getOrDefault(threadId, Set.of())) {
      connection.notify(threadId, spec, params);
    }
  }

  /** Tells every initialized client what the thread does now. */
  public void statusChanged(String threadId, ThreadStatus status) {
    toAll(
        threadId,
        ServerNotifications.THREAD_STATUS_CHANGED,
        new ThreadStatusChangedNotification(threadId, status));
  }

  /** Tells every initialized client how far the thread was read. */
  public void readStateChanged(String threadId, ThreadReadState state) {
    toAll(
        threadId,
        ServerNotifications.THREAD_READ_STATE_CHANGED,
        new ThreadReadStateChangedNotification(threadId, state));
  }

  /**
   * From now on what the calling thread tells anybody may wait, to be written together, until it
   * calls {@link #letGo}; it must do so before it waits for anything.
   */
  public void gather() {
    connections.gather();
  }

  /** What the calling thread gathered goes out. */
  public void letGo() {
    connections.letGo();
  }

  /** Tells every initialized client something that is about no single thread. */
  public <P> void toAll(NotificationSpec<P> spec, P params) {
    connections.broadcast(spec, params);
  }

  /** Tells every initialized client something about this thread. */
  public <P> void toAll(String threadId, NotificationSpec<P> spec, P params) {
    connections.broadcast(threadId, spec, params);
  }
}
