package dev.heddle.server.connection;

import dev.heddle.protocol.rpc.NotificationSpec;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The clients that are connected: one on standard input and output.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ClientConnections {
  private final List<ClientConnection> connections = new CopyOnWriteArrayList<>();

  /** Adds a client; it hears broadcasts once its handshake is over. */
  public void add(ClientConnection connection) {
    connections.add(connection);
  }

  /** Forgets a client that is gone. */
  public void remove(ClientConnection connection) {
    connections.remove(connection);
  }

  /** Those whose handshake is over, in the order in which they came. */
  public List<ClientConnection> initialized() {
    return connections.stream().filter(ClientConnection::isInitialized).toList();
  }

  /** See {@link Outbox#gather}. */
  public void gather() {
    connections.forEach(ClientConnection::gather);
  }

  /** See {@link Outbox#letGo()}. */
  public void letGo() {
    connections.forEach(ClientConnection::letGo);
  }

  /** Sends a notification about no single thread to every client that wants it. */
  public <P> void broadcast(NotificationSpec<P> spec, P params) {
    for (ClientConnection each : connections) {
      each.notify(spec, params);
    }
  }

  /** Sends a notification about {@code threadId} to every client that wants it. */
  public <P> void broadcast(String threadId, NotificationSpec<P> spec, P params) {
    for (ClientConnection each : connections) {
      each.notify(threadId, spec, params);
    }
  }
}
