package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.context.ContextSource;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.thread.ActiveTurn;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.SettingsRecords;
import dev.heddle.server.thread.TurnSettings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records that a turn begins with, before what it is about: the end of one that a crash left
 * open, that it has begun, what its model must know of its surroundings, and its settings.
 *
 * @param limits how much of a conversation the model of a turn can take
 * @param context what models are to be told of where they work
 */
record TurnBeginning(
    Function<TurnSettings, ContextLimits> limits, ContextSource context, Clock clock) {

  /**
   * Those of a turn that speaks with the model.
   *
   * @param settings the thread's
   */
  List<RolloutRecord> of(LiveThread thread, ActiveTurn turn, TurnSettings settings) {
    Instant now = clock.instant();
    List<RolloutRecord> records = begun(thread, turn, settings, now);
    records.addAll(
        ContextMessages.records(
            now,
            context.of(settings),
            thread.<@Nullable JsonObject>context(ContextFacts::worldState),
            turn.turnId()));
    records.add(
        Records.turnContext(
            now, turn.turnId(), turn.rootTurnId(), SettingsRecords.turnContext(settings)));
    records.addAll(changedSettings(thread, settings, now));
    return records;
  }

  /** Those of a turn that only compacts: the rest comes with its checkpoint. */
  List<RolloutRecord> ofCompaction(LiveThread thread, ActiveTurn turn, TurnSettings settings) {
    return begun(thread, turn, settings, clock.instant());
  }

  private List<RolloutRecord> begun(
      LiveThread thread, ActiveTurn turn, TurnSettings settings, Instant now) {
    List<RolloutRecord> records = new ArrayList<>(InterruptedTurn.closing(thread, now));
    records.add(
        Records.taskStarted(
            now,
            turn.turnId(),
            turn.rootTurnId(),
            turn.cause().parentTurnId(),
            turn.cause().trigger(),
            now.getEpochSecond(),
            limits.apply(settings).window(),
            WireNames.of(settings.collaboration().mode())));
    return records;
  }

  /** The record of settings that are not recorded yet, if so. */
  static List<RolloutRecord> changedSettings(
      LiveThread thread, TurnSettings settings, Instant now) {
    JsonObject applied = SettingsRecords.threadSettings(settings);
    return applied.equals(thread.<@Nullable JsonObject>context(ContextFacts::threadSettings))
        ? List.of()
        : List.of(SettingsRecords.applied(now, thread.threadId(), settings));
  }
}
