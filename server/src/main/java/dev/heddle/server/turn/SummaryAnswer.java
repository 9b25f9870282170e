package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.TokenUsage;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.ResponseItems;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer of which only the text of its last message counts; nobody sees it come.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's runner.
 */
final class SummaryAnswer implements ModelListener {
  private @Nullable JsonObject message;
  private @Nullable String responseId;
  private @Nullable TokenUsage usage;

  @Override
  public void itemStarted(JsonObject item) {}

  @Override
  public void textDelta(String itemId, String delta) {}

  @Override
  public void summaryPartStarted(String itemId, int summaryIndex) {}

  @Override
  public void summaryDelta(String itemId, int summaryIndex, String delta) {}

  @Override
  public void reasoningDelta(String itemId, int contentIndex, String delta) {}

  @Override
  public void itemDone(JsonObject item) {
    if ("message".equals(Json.string(item, "type"))) {
      message = item;
    }
  }

  @Override
  public void completed(String id, @Nullable TokenUsage tokens) {
    responseId = id;
    usage = tokens;
  }

  /** The message as the model has it, or null when it said nothing. */
  @Nullable JsonObject message() {
    return message;
  }

  /** What the model said; empty when it said nothing. */
  String text() {
    return message == null ? "" : ResponseItems.text(message).strip();
  }

  @Nullable String responseId() {
    return responseId;
  }

  /** What the answer took; null when the provider does not say. */
  @Nullable TokenUsage usage() {
    return usage;
  }
}
