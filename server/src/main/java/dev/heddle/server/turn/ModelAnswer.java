package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.TokenUsage;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RolloutRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the model as it arrives: becomes items, their records and their notifications.
 *
 * <p>Messages, reasoning and searches of the provider become items. A call becomes a record only,
 * and waits in {@link #calls} for the engine to carry it out. Anything else the model sends is kept
 * for its next request.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's runner.
 */
final class ModelAnswer implements ModelListener {
  private final TurnScope scope;
  private final AnswerDelay delay;
  private final List<JsonObject> calls = new ArrayList<>();
  private final List<Open> open = new ArrayList<>();
  private @Nullable String responseId;
  private @Nullable TokenUsage usage;
  private @Nullable Instant firstTextAt;

  /**
   * An item between its start and its end.
   *
   * @param type as the provider calls it
   * @param id as the provider gives it; some give none
   */
  private record Open(String type, String id, OpenItem item) {}

  ModelAnswer(TurnScope scope, AnswerDelay delay) {
    this.scope = scope;
    this.delay = delay;
  }

  @Override
  public void itemStarted(JsonObject item) {
    OpenItem started = OpenItem.of(item, scope);
    if (started != null) {
      waitForAnswer();
      started.start();
      open.add(new Open(type(item), id(item), started));
    }
  }

  @Override
  public void textDelta(String itemId, String delta) {
    if (firstTextAt == null) {
      firstTextAt = scope.clock().instant();
    }
    OpenItem item = find(itemId);
    if (item != null) {
      item.append(delta);
    }
  }

  @Override
  public void summaryPartStarted(String itemId, int summaryIndex) {
    if (find(itemId) instanceof OpenReasoning reasoning) {
      reasoning.startPart(summaryIndex);
    }
  }

  @Override
  public void summaryDelta(String itemId, int summaryIndex, String delta) {
    if (find(itemId) instanceof OpenReasoning reasoning) {
      reasoning.appendSummary(summaryIndex, delta);
    }
  }

  @Override
  public void reasoningDelta(String itemId, int contentIndex, String delta) {
    if (find(itemId) instanceof OpenReasoning reasoning) {
      reasoning.appendRaw(contentIndex, delta);
    }
  }

  @Override
  public void itemDone(JsonObject item) {
    itemDone(item, id(item));
  }

  @Override
  public void itemDone(JsonObject item, String startedId) {
    waitForAnswer();
    RolloutRecord record = scope.responseItem(item);
    OpenItem opened = takeOpen(type(item), startedId);
    if (opened == null) {
      opened = OpenItem.of(item, scope);
      if (opened != null) {
        opened.start();
      }
    }
    if (opened != null) {
      opened.complete(item, record);
      return;
    }
    scope.record(record);
    if (ToolCalls.isCall(item)) {
      calls.add(item);
    }
  }

  /** What arrives together is told together. */
  @Override
  public void arrived() {
    scope.gather();
  }

  @Override
  public void waiting() {
    scope.letGo();
  }

  @Override
  public void completed(String id, @Nullable TokenUsage tokens) {
    responseId = id;
    usage = tokens;
  }

  /** The calls the model waits for, in order. */
  List<JsonObject> calls() {
    return calls;
  }

  /** The id of the complete answer, or null while it is not complete. */
  @Nullable String responseId() {
    return responseId;
  }

  /** What the answer took; null when the provider does not say. */
  @Nullable TokenUsage usage() {
    return usage;
  }

  /** When the first text arrived, or null. */
  @Nullable Instant firstTextAt() {
    return firstTextAt;
  }

  /**
   * Nothing more comes: what clients saw begin and not end, ends with what arrived of it.
   *
   * @param keepInContext whether the model is shown its own partial text in its next request
   */
  void breakOff(boolean keepInContext) {
    for (Open each : open) {
      each.item().breakOff(keepInContext);
    }
    open.clear();
  }

  private @Nullable OpenItem find(String id) {
    for (Open each : open) {
      if (each.id().equals(id)) {
        return each.item();
      }
    }
    return null;
  }

  private @Nullable OpenItem takeOpen(String type, String id) {
    for (Open each : open) {
      if (each.type().equals(type) && each.id().equals(id)) {
        open.remove(each);
        return each.item();
      }
    }
    return null;
  }

  private static String type(JsonObject item) {
    return Json.string(item, "type", "");
  }

  private static String id(JsonObject item) {
    return Json.string(item, "id", "");
  }

  /** Waits until the client may hear of the model; a cancelled turn goes on to its end. */
  private void waitForAnswer() {
    try {
      delay.await();
    } catch (CancelledException e) {
      // The provider notices the cancellation itself; what arrived so far is still told.
    }
  }
}
