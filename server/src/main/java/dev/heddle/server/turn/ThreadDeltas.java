package dev.heddle.server.turn;

import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.DeltaChannel;
import dev.heddle.server.thread.ThreadEvents;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The deltas of one item on their way to everybody who hears of its thread.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's runner. Blocks while a client's queue is over its
 * bound, which slows the model's stream down instead of using memory.
 */
final class ThreadDeltas {
  private final Function<String, ?> params;
  private final NotificationSpec<?> spec;
  private final ThreadEvents events;
  private final String threadId;
  private final Map<ClientConnection, DeltaChannel> channels = new HashMap<>();

  <P> ThreadDeltas(
      ThreadEvents events, String threadId, NotificationSpec<P> spec, Function<String, P> params) {
    this.events = events;
    this.threadId = threadId;
    this.spec = spec;
    this.params = params;
  }

  void append(String text) {
    for (ClientConnection subscriber : events.subscribersOf(threadId)) {
      channels.computeIfAbsent(subscriber, connection -> open(connection, spec)).append(text);
      awaitRoom(subscriber);
    }
  }

  private static void awaitRoom(ClientConnection subscriber) {
    try {
      subscriber.awaitRoom();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server ends; the text is queued all the same
    }
  }

  @SuppressWarnings("unchecked") // spec and params came together through the constructor
  private <P> DeltaChannel open(ClientConnection connection, NotificationSpec<P> typed) {
    return connection.openDeltas(threadId, typed, (Function<String, P>) params);
  }
}
