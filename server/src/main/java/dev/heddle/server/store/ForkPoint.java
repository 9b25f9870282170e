package dev.heddle.server.store;

/** How much of a source's history a fork inherits. */
public sealed interface ForkPoint {
  /** Everything recorded so far. */
  record Latest() implements ForkPoint {}

  /** Everything up to and including this turn. */
  record ThroughTurn(String turnId) implements ForkPoint {}

  /** Everything before this turn. */
  record BeforeTurn(String turnId) implements ForkPoint {}
}
