package dev.heddle.server.model.responses;

import com.google.gson.JsonObject;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.model.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request and an answer that take every usual way through this package, and mean nothing. */
final class WarmUp implements ModelListener {
  static final ModelRequest REQUEST =
      new ModelRequest("m", "i", List.of(item()), List.of(item()), null, "auto", null, "t", "u");

  static final String EVENTS =
      """
      event: response.created
      data: {"type":"response.created","response":{"id":"r"}}

      data: {"type":"response.output_item.added","output_index":0,"item":{"type":"message","id":"m","role":"assistant","content":[]}}

      event: response.output_text.delta
      data: {"type":"response.output_text.delta","item_id":"m","output_index":0,"delta":"d"}

      data: {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"d"}]}}

      data: {"type":"response.completed","response":{"id":"r","usage":{"input_tokens":1}}}

      """;

  private static JsonObject item() {
    JsonObject item = new JsonObject();
    item.addProperty("type", "message");
    return item;
  }

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
  public void itemDone(JsonObject item) {}

  @Override
  public void completed(String responseId, @Nullable TokenUsage usage) {}
}
