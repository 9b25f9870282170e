package dev.heddle.server.conform.stage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The event stream of one {@link ModelAnswer}, as the Responses API would write it. */
final class ModelStream {

  /** Where a stream waits in the middle of an answer. */
  interface GateKeeper {
    void pass(String gate) throws IOException;
  }

  private final OutputStream out;
  private final int number;
  private final GateKeeper gates;
  private int inputTokens = 10;
  private int outputTokens = 5;

  ModelStream(OutputStream out, int number, GateKeeper gates) {
    this.out = out;
    this.number = number;
    this.gates = gates;
  }

  void play(ModelAnswer answer) throws IOException {
    event("response.created", json("response", json("id", "resp_" + number)));
    int index = 0;
    for (ModelAnswer.Op op : answer.ops()) {
      if (!play(op, index++)) {
        return;
      }
    }
    JsonObject usage = new JsonObject();
    usage.addProperty("input_tokens", inputTokens);
    usage.add("input_tokens_details", json("cached_tokens", 0));
    usage.addProperty("output_tokens", outputTokens);
    usage.add("output_tokens_details", json("reasoning_tokens", 0));
    usage.addProperty("total_tokens", inputTokens + outputTokens);
    JsonObject response = json("id", "resp_" + number);
    response.add("usage", usage);
    event("response.completed", json("response", response));
  }

  /** Streams one part; false when the stream ends with it. */
  private boolean play(ModelAnswer.Op op, int index) throws IOException {
    switch (op) {
      case ModelAnswer.Say say -> message(say, index);
      case ModelAnswer.Reason reason -> reasoning(reason, index);
      case ModelAnswer.Call(var name, var arguments) -> {
        JsonObject call = item("function_call", "fc_", index);
        call.addProperty("call_id", "call_" + number + "_" + index);
        int slash = name.indexOf('/');
        if (slash > 0) {
          call.addProperty("namespace", name.substring(0, slash));
        }
        call.addProperty("name", name.substring(slash + 1));
        call.addProperty("arguments", "");
        itemEvent("response.output_item.added", index, call);
        call.addProperty("arguments", arguments);
        itemEvent("response.output_item.done", index, call);
      }
      case ModelAnswer.Gate(var name) -> gates.pass(name);
      case ModelAnswer.Event(var type, var members) -> event(type, members);
      case ModelAnswer.Usage(var input, var output) -> {
        inputTokens = input;
        outputTokens = output;
      }
      case ModelAnswer.Failed(var code, var message) -> {
        JsonObject error = json("code", code);
        error.addProperty("message", message);
        JsonObject response = json("id", "resp_" + number);
        response.addProperty("status", "failed");
        response.add("error", error);
        event("response.failed", json("response", response));
        return false;
      }
      case ModelAnswer.Incomplete(var reason) -> {
        JsonObject response = json("id", "resp_" + number);
        response.addProperty("status", "incomplete");
        response.add("incomplete_details", json("reason", reason));
        event("response.incomplete", json("response", response));
        return false;
      }
      case ModelAnswer.Cut() -> {
        return false;
      }
      case ModelAnswer.Http http ->
          throw new IllegalStateException("an HTTP answer stands alone: " + http);
    }
    return true;
  }

  private void message(ModelAnswer.Say say, int index) throws IOException {
    JsonObject message = item("message", "msg_", index);
    message.addProperty("role", "assistant");
    message.add("content", new JsonArray());
    if (say.phase() != null) {
      message.addProperty("phase", say.phase());
    }
    itemEvent("response.output_item.added", index, message);
    StringBuilder text = new StringBuilder();
    for (ModelAnswer.Piece piece : say.pieces()) {
      if (piece.gate()) {
        gates.pass(piece.text());
      } else {
        text.append(piece.text());
        delta("response.output_text.delta", message, index, "content_index", 0, piece.text());
      }
    }
    if (say.finished()) {
      JsonObject part = json("type", "output_text");
      part.addProperty("text", text.toString());
      message.add("content", array(part));
      itemEvent("response.output_item.done", index, message);
    }
  }

  private void reasoning(ModelAnswer.Reason reason, int index) throws IOException {
    JsonObject item = item("reasoning", "rs_", index);
    item.add("summary", new JsonArray());
    itemEvent("response.output_item.added", index, item);
    JsonArray summaries = new JsonArray();
    for (String summary : reason.summaries()) {
      int summaryIndex = summaries.size();
      JsonObject part = json("type", "summary_text");
      part.addProperty("text", "");
      summaryPart("response.reasoning_summary_part.added", item, index, summaryIndex, part);
      int half = summary.length() / 2;
      for (String text : List.of(summary.substring(0, half), summary.substring(half))) {
        delta(
            "response.reasoning_summary_text.delta",
            item,
            index,
            "summary_index",
            summaryIndex,
            text);
      }
      part.addProperty("text", summary);
      summaryPart("response.reasoning_summary_part.done", item, index, summaryIndex, part);
      summaries.add(part);
    }
    JsonArray content = new JsonArray();
    for (String raw : reason.raw()) {
      int contentIndex = content.size();
      delta("response.reasoning_text.delta", item, index, "content_index", contentIndex, raw);
      JsonObject part = json("type", "reasoning_text");
      part.addProperty("text", raw);
      content.add(part);
    }
    item.add("summary", summaries);
    item.addProperty("encrypted_content", "ZW5jcnlwdGVk");
    if (!content.isEmpty()) {
      item.add("content", content);
    }
    itemEvent("response.output_item.done", index, item);
  }

  private void summaryPart(
      String type, JsonObject item, int index, int summaryIndex, JsonObject part)
      throws IOException {
    JsonObject event = new JsonObject();
    event.add("item_id", item.get("id"));
    event.addProperty("output_index", index);
    event.addProperty("summary_index", summaryIndex);
    event.add("part", part);
    event(type, event);
  }

  private void delta(
      String type, JsonObject item, int index, String partIndexName, int partIndex, String text)
      throws IOException {
    JsonObject event = new JsonObject();
    event.add("item_id", item.get("id"));
    event.addProperty("output_index", index);
    event.addProperty(partIndexName, partIndex);
    event.addProperty("delta", text);
    event(type, event);
  }

  private JsonObject item(String type, String idPrefix, int index) {
    JsonObject item = json("type", type);
    item.addProperty("id", idPrefix + number + "_" + index);
    return item;
  }

  private void itemEvent(String type, int index, JsonObject item) throws IOException {
    JsonObject event = new JsonObject();
    event.addProperty("output_index", index);
    event.add("item", item);
    event(type, event);
  }

  private void event(String type, JsonObject members) throws IOException {
    JsonObject event = json("type", type);
    members.asMap().forEach(event::add);
    String lines = "event: " + type + "\ndata: " + event + "\n\n";
    out.write(lines.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static JsonObject json(String name, String value) {
    JsonObject object = new JsonObject();
    object.addProperty(name, value);
    return object;
  }

  private static JsonObject json(String name, int value) {
    JsonObject object = new JsonObject();
    object.addProperty(name, value);
    return object;
  }

  private static JsonObject json(String name, JsonElement value) {
    JsonObject object = new JsonObject();
    object.add(name, value);
    return object;
  }

  private static JsonArray array(JsonElement element) {
    JsonArray array = new JsonArray();
    array.add(element);
    return array;
  }
}
