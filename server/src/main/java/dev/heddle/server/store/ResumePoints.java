package dev.heddle.server.store;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.RolloutRecord;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Capability: going on with a thread without reading all of its history. Whatever it answers equals
 * what a replay of the whole history gives.
 */
public interface ResumePoints {
  /**
   * Where the thread stands behind its newest stored record.
   *
   * @throws ThreadStoreException NOT_FOUND
   */
  Point latest(String threadId);

  /**
   * What a fork of the thread would begin with.
   *
   * @param childId the fork's id
   * @param conversation makes what takes the records of the conversation up to there, as {@link
   *     #replayConversation} hands them on; is asked again when reading has to begin anew, and what
   *     was taken before is void then. Null when nobody wants them
   * @return null when the history does not hold the turn that {@code point} names
   * @throws ThreadStoreException UNSUPPORTED when only a replay can tell
   */
  @Nullable Point inherited(
      String sourceThreadId,
      String childId,
      ForkPoint point,
      @Nullable Supplier<Consumer<RolloutRecord>> conversation);

  /**
   * Hands on the records that make the conversation as it stands, oldest first: from the newest
   * checkpoint on. Others may be left out, and members of records that do not concern it.
   */
  void replayConversation(String threadId, Consumer<RolloutRecord> sink);

  /**
   * A place in a history.
   *
   * @param facts what is known of the thread; the caller's to go on with
   * @param context its settings and counts; the caller's to go on with
   * @param meta the first {@code session_meta} payload of the history, or null
   */
  record Point(ThreadFold facts, ContextFacts context, @Nullable JsonObject meta) {}
}
