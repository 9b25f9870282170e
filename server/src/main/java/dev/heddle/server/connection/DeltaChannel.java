package dev.heddle.server.connection;

/**
 * The stream of deltas of one item to one client. When the client reads slowly, adjacent deltas
 * become one; no text is lost, and nothing else of the same thread is overtaken.
 *
 * <p><b>Thread-safety:</b> thread-safe, though the deltas of an item come from one thread.
 */
public interface DeltaChannel {
  /** A channel whose text goes nowhere, for a client that does not want it. */
  DeltaChannel MUTED = text -> {};

  /** Queues {@code text}; never blocks. Empty text is passed on as a delta of its own. */
  void append(String text);
}
