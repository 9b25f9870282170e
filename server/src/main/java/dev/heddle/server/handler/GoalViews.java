package dev.heddle.server.handler;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ThreadGoal;
import dev.heddle.server.store.StoredThread;
import org.jspecify.annotations.Nullable;

/** Goals as records keep them, which is the wire's form without the members that are null. */
final class GoalViews {
  private GoalViews() {}

  /** The thread's goal, or null when it has none that this version understands. */
  static @Nullable ThreadGoal of(StoredThread thread) {
    if (thread.goal() == null) {
      return null;
    }
    try {
      return WireJson.decode(thread.goal(), ThreadGoal.class);
    } catch (DecodeException e) {
      return null;
    }
  }

  /** The recorded form. */
  static JsonObject record(ThreadGoal goal) {
    JsonObject record = WireJson.toTree(goal).getAsJsonObject();
    if (goal.tokenBudget() == null) {
      record.remove("tokenBudget");
    }
    return record;
  }
}
