package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.TurnStatus;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.thread.TurnSettings;
import java.util.List;

/**
 * What one kind of turn does its own way: whose conversation it continues, with which settings, and
 * what frames it. Everything in a turn that records or asks goes through here, by {@link
 * TurnScope}.
 *
 * <p><b>Thread-safety:</b> recording is thread-safe (partial text is journalled by a timer); the
 * rest is for one thread, the turn's runner.
 */
interface TurnKind {
  /** Records these: see {@link dev.heddle.server.thread.LiveThread#record(List)}. */
  void record(List<RolloutRecord> records);

  /**
   * What the model is sent next: see {@link dev.heddle.server.thread.LiveThread#conversation()}.
   */
  List<JsonObject> conversation();

  /** What the turn runs with, from its beginning to its end. */
  TurnSettings settings();

  /** What the model is told before the conversation. */
  String instructions();

  /** Whether clients see the model's messages, and its tokens count as the thread's. */
  boolean speaksToUser();

  /** Whether nobody but the thread's goal has begun the turn. */
  boolean begunByGoal();

  /** Whether what the turn uses is counted for the thread's goal. */
  boolean servesGoal();

  /**
   * Recorded after the turn's beginning.
   *
   * @return how many items of the model's conversation that was
   */
  int recordOpening(TurnScope scope);

  /** Told before clients hear that the turn began. */
  void announceOpening(TurnScope scope);

  /** The turn is about to end so; recorded and told before its end is. */
  void close(TurnScope scope, TurnStatus status);
}
