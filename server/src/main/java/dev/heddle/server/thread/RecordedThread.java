package dev.heddle.server.thread;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.Conversation;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ResumePoints;
import dev.heddle.server.store.ThreadFold;
import org.jspecify.annotations.Nullable;

/**
 * What a thread's records say, while it is being loaded: the folds that the loaded thread goes on
 * with, and its first record.
 *
 * <p><b>Thread-safety:</b> none; one thread, until the loaded thread takes the folds over.
 */
public final class RecordedThread {
  private final String threadId;
  private final ThreadFold facts;
  private final ContextFacts context;
  private final @Nullable Conversation conversation;
  private @Nullable JsonObject meta;

  /** A thread of which nothing was read yet. */
  RecordedThread(String threadId) {
    this.threadId = threadId;
    this.facts = new ThreadFold(threadId);
    this.context = new ContextFacts();
    this.conversation = new Conversation();
  }

  /**
   * A thread of which a store knows where it stands.
   *
   * @param conversation null to be read when it is needed
   */
  RecordedThread(String threadId, ResumePoints.Point point, @Nullable Conversation conversation) {
    this.threadId = threadId;
    this.facts = point.facts();
    this.context = point.context();
    this.conversation = conversation;
    this.meta = point.meta();
  }

  /** Takes the next record. */
  void accept(RolloutRecord record) {
    if (meta == null && record.type().equals(RecordTypes.SESSION_META)) {
      meta = record.payload();
    }
    facts.accept(record);
    context.accept(record);
    if (conversation != null) {
      conversation.accept(record);
    }
  }

  /**
   * Takes the first record of a new thread, as the store will write it. Only what the folds read of
   * it has to be right.
   */
  void acceptHeader(NewThread thread) {
    facts.inherit(thread.preview(), thread.name());
    accept(
        Records.sessionMeta(
            thread.createdAt(),
            threadId,
            thread.createdAt(),
            thread.historyMode(),
            thread.sessionMeta(),
            thread.forkedFromId(),
            null));
  }

  /** The record that tells a fold what became known of the thread's repository. */
  static RolloutRecord gitRecord(NewThread thread, GitInfo git) {
    JsonObject payload = new JsonObject();
    payload.addProperty("id", thread.threadId());
    payload.add("git", Records.git(git.sha(), git.branch(), git.originUrl()));
    return RolloutRecord.of(thread.createdAt(), RecordTypes.SESSION_META, payload);
  }

  /** What is known beside the history. */
  public ThreadFold facts() {
    return facts;
  }

  /** Settings and counts. */
  public ContextFacts context() {
    return context;
  }

  /** What was said; null when it was not read. */
  @Nullable Conversation conversation() {
    return conversation;
  }

  /** The first {@code session_meta} payload of the history, or null; an ancestor's in a fork. */
  public @Nullable JsonObject meta() {
    return meta;
  }
}
