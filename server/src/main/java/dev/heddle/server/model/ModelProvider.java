package dev.heddle.server.model;

/**
 * Something that answers a model request with a stream of items.
 *
 * <p><b>Thread-safety:</b> thread-safe; {@link #stream} blocks its caller, a virtual thread, until
 * the answer ended, and calls the listener on that thread only.
 */
public interface ModelProvider {
  /**
   * Sends the request and hands the answer to {@code listener} as it arrives. Returns normally only
   * after {@link ModelListener#completed}. Failures to connect and answers that ask for a retry
   * before any event are retried inside, as configured; what is thrown is final for this attempt.
   *
   * @throws ModelException when there is no complete answer; it says whether another attempt makes
   *     sense
   * @throws CancelledException when {@code cancellation} was cancelled first
   */
  void stream(ModelRequest request, ModelListener listener, Cancellation cancellation)
      throws ModelException, CancelledException;

  /**
   * Loads what the first {@link #stream} would have to load, so that the first turn need not wait
   * for it. Reaches no other machine, never fails, and may be called at any time, on any thread;
   * doing nothing is fine.
   */
  default void warmUp() {}
}
