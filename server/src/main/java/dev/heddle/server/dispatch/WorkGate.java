package dev.heddle.server.dispatch;

import dev.heddle.server.connection.ClientConnection;
import java.util.concurrent.Semaphore;

/**
 * How many requests run at once. None begins while its client has too many answers left to read: so
 * the answers in memory are those that wait for the client, and one of each request that runs.
 *
 * <p>A request that waits here holds its place in its lane and nothing else. One that runs keeps
 * others out, so a handler that has to wait for long, for a person or a program, must not do so
 * before it returns.
 *
 * <p><b>Thread-safety:</b> thread-safe. Requests are let through in the order in which they come.
 */
final class WorkGate {
  private final Semaphore places;

  /** A gate for so many requests at once; at least 1. */
  WorkGate(int maxRunning) {
    this.places = new Semaphore(maxRunning, true);
  }

  /** Waits for a place and for room for the answer; {@link #leave} must follow. */
  void enter(ClientConnection client) throws InterruptedException {
    while (true) {
      client.awaitRoom();
      places.acquire();
      if (client.hasRoom()) {
        return;
      }
      // It filled up meanwhile; whoever has another client may go first.
      places.release();
    }
  }

  void leave() {
    places.release();
  }
}
