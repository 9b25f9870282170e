package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.TurnFold;
import dev.heddle.server.store.ThreadFold;
import java.util.Objects;

/**
 * Where the folds over a history stand at some place of it.
 *
 * @param turns state of its {@link TurnFold}
 * @param context state of its {@link ContextFacts}
 * @param heir state of the {@link ThreadFold} of a thread that inherits the history up to there
 */
record FoldState(JsonObject turns, JsonObject context, JsonObject heir) {
  /** The heir has no name yet: nothing in the history is about it. */
  private static final String NOBODY = "";

  /** Before the first record. */
  static FoldState empty() {
    return new FoldState(
        new TurnFold(IgnoredTurns.INSTANCE).state(),
        new ContextFacts().state(),
        new ThreadFold(NOBODY).state());
  }

  static FoldState parse(String text) {
    JsonObject state = JsonParser.parseString(text).getAsJsonObject();
    return new FoldState(part(state, "turns"), part(state, "context"), part(state, "heir"));
  }

  private static JsonObject part(JsonObject state, String member) {
    return Objects.requireNonNullElseGet(Json.object(state, member), JsonObject::new);
  }

  String text() {
    JsonObject state = new JsonObject();
    state.add("turns", turns);
    state.add("context", context);
    state.add("heir", heir);
    return RolloutCodec.escapeLoneSurrogates(state.toString());
  }

  ContextFacts contextFacts() {
    return ContextFacts.restore(context);
  }

  /** The fold of a thread that inherits the history up to here, and has no record of its own. */
  ThreadFold heir(String threadId) {
    JsonObject state = heir.deepCopy();
    state.addProperty("session", threadId);
    state.remove("readRevision");
    return ThreadFold.restore(threadId, state);
  }

  static ThreadFold nobody(JsonObject state) {
    return ThreadFold.restore(NOBODY, state);
  }

  /** How many records there were. */
  long records() {
    Long newest = Json.integer(turns, "records");
    return newest == null ? 0 : newest + 1;
  }
}
