package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.TurnStatus;
import dev.heddle.server.goal.Goal;
import dev.heddle.server.goal.GoalTexts;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A turn that continues its thread's conversation.
 *
 * @param settings those of the thread when it began; newer ones are the next turn's
 * @param pursued the goal that has begun it, or null when a user has
 */
record OrdinaryTurn(LiveThread thread, TurnSettings settings, @Nullable Goal pursued)
    implements TurnKind {
  /** A turn that begins now. */
  static OrdinaryTurn on(LiveThread thread) {
    return new OrdinaryTurn(thread, thread.settings(), null);
  }

  /** A turn that begins now, by itself. */
  static OrdinaryTurn towards(Goal goal, LiveThread thread) {
    return new OrdinaryTurn(thread, thread.settings(), goal);
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
  public boolean begunByGoal() {
    return pursued != null;
  }

  @Override
  public boolean servesGoal() {
    return !settings.collaboration().planning() && !thread.ephemeral();
  }

  @Override
  public int recordOpening(TurnScope scope) {
    if (pursued == null) {
      return 0;
    }
    scope.record(scope.responseItem(Messages.ofGoal(GoalTexts.goOn(pursued), scope.turnId())));
    return 1;
  }

  @Override
  public void announceOpening(TurnScope scope) {}

  @Override
  public void close(TurnScope scope, TurnStatus status) {}
}
