package dev.heddle.server.model;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Hears a model's answer, in the order it arrives, on the thread that called {@link
 * ModelProvider#stream}. Deltas of an item come between its start and its end.
 */
public interface ModelListener {
  /** An output item begins. {@code item} is the Responses item so far, with its {@code id}. */
  void itemStarted(JsonObject item);

  /** More text of a message. */
  void textDelta(String itemId, String delta);

  /** A new part of a reasoning summary begins. */
  void summaryPartStarted(String itemId, int summaryIndex);

  /** More text of a reasoning summary part. */
  void summaryDelta(String itemId, int summaryIndex, String delta);

  /** More raw reasoning text. */
  void reasoningDelta(String itemId, int contentIndex, String delta);

  /** An output item is complete. It may come without a start. */
  void itemDone(JsonObject item);

  /**
   * An output item is complete that may have another id than it began with, which some providers
   * give to each event.
   *
   * @param startedId the id it began with; its own when it comes without a start
   */
  default void itemDone(JsonObject item, String startedId) {
    itemDone(item);
  }

  /** What had arrived is told; the next may be long in coming. */
  default void waiting() {}

  /** More has arrived: it is told without a pause, until {@link #waiting}. */
  default void arrived() {}

  /**
   * The answer is complete.
   *
   * @param usage null when the provider does not say
   */
  void completed(String responseId, @Nullable TokenUsage usage);
}
