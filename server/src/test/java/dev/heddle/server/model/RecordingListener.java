package dev.heddle.server.model;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A listener that writes down what it hears, one line per event. */
public class RecordingListener implements ModelListener {
  /** The events so far. */
  public final List<String> events = new CopyOnWriteArrayList<>();

  @Override
  public void itemStarted(JsonObject item) {
    events.add("started " + item);
  }

  @Override
  public void textDelta(String itemId, String delta) {
    events.add("text " + itemId + " " + delta);
  }

  @Override
  public void summaryPartStarted(String itemId, int summaryIndex) {
    events.add("part " + itemId + " " + summaryIndex);
  }

  @Override
  public void summaryDelta(String itemId, int summaryIndex, String delta) {
    events.add("summary " + itemId + " " + summaryIndex + " " + delta);
  }

  @Override
  public void reasoningDelta(String itemId, int contentIndex, String delta) {
    events.add("reasoning " + itemId + " " + contentIndex + " " + delta);
  }

  @Override
  public void itemDone(JsonObject item) {
    events.add("done " + item);
  }

  @Override
  public void itemDone(JsonObject item, String startedId) {
    itemDone(item);
    if (item.get("id") instanceof JsonPrimitive id && !id.getAsString().equals(startedId)) {
      events.add("which began as " + startedId);
    }
  }

  @Override
  public void completed(String responseId, @Nullable TokenUsage usage) {
    if (usage == null) {
      events.add("completed " + responseId + " null");
      return;
    }
    events.add(
        "completed "
            + responseId
            + " "
            + usage.inputTokens()
            + "/"
            + usage.cachedInputTokens()
            + "/"
            + usage.outputTokens()
            + "/"
            + usage.reasoningOutputTokens()
            + "/"
            + usage.totalTokens());
  }

  /** The text of all text deltas. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (String event : events) {
      if (event.startsWith("text ")) {
        text.append(event.substring(event.indexOf(' ', 5) + 1));
      }
    }
    return text.toString();
  }
}
