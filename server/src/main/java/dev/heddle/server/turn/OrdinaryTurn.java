package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.TurnStatus;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;
import java.util.List;

/**
 * A turn that continues its thread's conversation.
 *
 * @param settings those of the thread when it began; newer ones are the next turn's
 */
record OrdinaryTurn(LiveThread thread, TurnSettings settings) implements TurnKind {
  /** A turn that begins now. */
  static OrdinaryTurn on(LiveThread thread) {
    return new OrdinaryTurn(thread, thread.settings());
  }

  @Override
  public void record(List<RolloutRecord> records) {
    thread.record(records);
  }

  @Override
  public List<JsonObject> conversation() {
    return thread.conversation();
  }

  @Override
  public String instructions() {
    return Instructions.of(settings);
  }

  @Override
  public boolean speaksToUser() {
    return true;
  }

  @Override
  public void recordOpening(TurnScope scope) {}

  @Override
  public void announceOpening(TurnScope scope) {}

  @Override
  public void close(TurnScope scope, TurnStatus status) {}
}
