package dev.heddle.server.turn;

import dev.heddle.protocol.v2.ThreadReadState;
import dev.heddle.protocol.v2.ThreadUnreadPosition;
import dev.heddle.server.store.ReadState;

/** What clients see of how far a thread was read. */
public final class ReadStateViews {
  private ReadStateViews() {}

  /** The wire's form of {@code state}. */
  public static ThreadReadState of(ReadState state) {
    return new ThreadReadState(
        state.fromStart()
            ? new ThreadUnreadPosition.ThreadStart()
            : state.firstUnreadTurnId() == null
                ? null
                : new ThreadUnreadPosition.Turn(state.firstUnreadTurnId()),
        state.revision());
  }
}
