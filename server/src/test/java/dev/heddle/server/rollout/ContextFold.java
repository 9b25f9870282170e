package dev.heddle.server.rollout;

import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fold of records into all a thread needs to go on: {@link ContextFacts} and the {@link
 * Conversation}, as tests look at a whole history.
 *
 * <p><b>Thread-safety:</b> none; one thread at a time. Accessors answer for the records fed so far.
 */
public final class ContextFold {
  private final ContextFacts facts = new ContextFacts();
  private final Conversation conversation = new Conversation();

  /** The next record. */
  public void accept(RolloutRecord record) {
    facts.accept(record);
    conversation.accept(record);
  }

  /** Settings, counts and the unfinished turn. */
  public ContextFacts facts() {
    return facts;
  }

  /** What was said. */
  public Conversation conversation() {
    return conversation;
  }

  /** See {@link Conversation#items}. */
  public List<JsonObject> items() {
    return conversation.items();
  }

  /** See {@link Conversation#callsWithoutOutput}. */
  public List<JsonObject> callsWithoutOutput() {
    return conversation.callsWithoutOutput();
  }

  /** See {@link ContextFacts#partialItems}. */
  public List<JsonObject> partialItems() {
    return facts.partialItems();
  }

  /** See {@link ContextFacts#turnContext}. */
  public @Nullable JsonObject turnContext() {
    return facts.turnContext();
  }

  /** See {@link ContextFacts#threadSettings}. */
  public @Nullable JsonObject threadSettings() {
    return facts.threadSettings();
  }

  /** See {@link ContextFacts#tokenCount}. */
  public @Nullable JsonObject tokenCount() {
    return facts.tokenCount();
  }

  /** See {@link ContextFacts#tokenCountTurnId}. */
  public @Nullable String tokenCountTurnId() {
    return facts.tokenCountTurnId();
  }

  /** See {@link ContextFacts#lastStartedTurnId}. */
  public @Nullable String lastStartedTurnId() {
    return facts.lastStartedTurnId();
  }

  /** See {@link ContextFacts#unfinishedTurnId}. */
  public @Nullable String unfinishedTurnId() {
    return facts.unfinishedTurnId();
  }
}
