package dev.heddle.server.thread;

import org.jspecify.annotations.Nullable;

/**
 * What led to a turn. Immutable.
 *
 * @param trigger what caused it, mostly in the client's words, or null
 * @param parentTurnId the turn that caused it, or null
 * @param rootTurnId the first turn of the chain that led to it, or null when it begins one
 */
public record TurnCause(
    @Nullable String trigger, @Nullable String parentTurnId, @Nullable String rootTurnId) {
  /** Nothing is known to have led to it. */
  public static final TurnCause NONE = new TurnCause(null, null, null);

  /** The goal of its thread. */
  public static final TurnCause GOAL = new TurnCause("goal", null, null);

  /** What is empty is not known. */
  public TurnCause {
    trigger = known(trigger);
    parentTurnId = known(parentTurnId);
    rootTurnId = known(rootTurnId);
  }

  private static @Nullable String known(@Nullable String given) {
    return given == null || given.isEmpty() ? null : given;
  }
}
