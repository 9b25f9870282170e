package dev.heddle.server.connection;

/**
 * What became of a question to the client.
 *
 * @param <R> the record that an answer decodes to
 */
public sealed interface ClientAnswer<R> {
  /** The client answered. */
  record Answered<R>(R result) implements ClientAnswer<R> {}

  /** The client answered with an error. */
  record Refused<R>(int code, String message) implements ClientAnswer<R> {}

  /** The client answered with something else than was asked for; {@code reason} says what. */
  record Undecodable<R>(String reason) implements ClientAnswer<R> {}

  /** The server took the question back. */
  record Cancelled<R>() implements ClientAnswer<R> {}
}
