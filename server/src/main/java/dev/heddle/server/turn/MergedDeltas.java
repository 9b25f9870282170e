package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * Hands deltas that arrive together on as one: a fast model's are many more than there are reads of
 * its stream. A provider that does not say what arrives together has each handed on at once.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's runner.
 */
final class MergedDeltas implements ModelListener, AutoCloseable {
  private final ModelListener listener;
  private final StringBuilder text = new StringBuilder();
  private boolean together;
  private @Nullable Place place; // of the text

  /** What a delta adds to. */
  private enum Kind {
    TEXT,
    SUMMARY,
    REASONING
  }

  private record Place(Kind kind, String itemId, int index) {
    boolean is(Kind otherKind, String otherId, int otherIndex) {
      return kind == otherKind && index == otherIndex && itemId.equals(otherId);
    }
  }

  MergedDeltas(ModelListener listener) {
    this.listener = listener;
  }

  @Override
  public void textDelta(String itemId, String delta) {
    add(Kind.TEXT, itemId, 0, delta);
  }

  @Override
  public void summaryDelta(String itemId, int summaryIndex, String delta) {
    add(Kind.SUMMARY, itemId, summaryIndex, delta);
  }

  @Override
  public void reasoningDelta(String itemId, int contentIndex, String delta) {
    add(Kind.REASONING, itemId, contentIndex, delta);
  }

  private void add(Kind kind, String itemId, int index, String delta) {
    if (place == null || !place.is(kind, itemId, index)) {
      handOn();
      place = new Place(kind, itemId, index);
    }
    text.append(delta);
    if (!together) {
      handOn();
    }
  }

  private void handOn() {
    Place to = place;
    if (to == null) {
      return;
    }
    String merged = text.toString();
    text.setLength(0);
    place = null;
    switch (to.kind()) {
      case TEXT -> listener.textDelta(to.itemId(), merged);
      case SUMMARY -> listener.summaryDelta(to.itemId(), to.index(), merged);
      case REASONING -> listener.reasoningDelta(to.itemId(), to.index(), merged);
    }
  }

  @Override
  public void itemStarted(JsonObject item) {
    handOn();
    listener.itemStarted(item);
  }

  @Override
  public void summaryPartStarted(String itemId, int summaryIndex) {
    handOn();
    listener.summaryPartStarted(itemId, summaryIndex);
  }

  @Override
  public void itemDone(JsonObject item) {
    handOn();
    listener.itemDone(item);
  }

  @Override
  public void itemDone(JsonObject item, String startedId) {
    handOn();
    listener.itemDone(item, startedId);
  }

  @Override
  public void arrived() {
    together = true;
    listener.arrived();
  }

  @Override
  public void waiting() {
    together = false;
    handOn();
    listener.waiting();
  }

  @Override
  public void completed(String responseId, @Nullable TokenUsage usage) {
    handOn();
    listener.completed(responseId, usage);
  }

  /** Nothing more comes: hands on what is left. */
  @Override
  public void close() {
    handOn();
  }
}
