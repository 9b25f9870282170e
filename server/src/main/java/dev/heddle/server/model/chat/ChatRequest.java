package dev.heddle.server.model.chat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import dev.heddle.server.model.ModelRequest;
import java.io.IOException;
import java.util.List;

/** A {@link ModelRequest} as the JSON of Chat Completions. */
final class ChatRequest {
  private final ModelRequest request;

  ChatRequest(ModelRequest request) {
    this.request = request;
  }

  void writeTo(JsonWriter writer) throws IOException {
    writer.beginObject();
    writer.name("model").value(request.model());
    writer.name("stream").value(true);
    writer.name("stream_options").beginObject().name("include_usage").value(true).endObject();
    tools(writer);
    String effort = request.reasoningEffort();
    if (effort != null) {
      writer.name("reasoning_effort").value(effort);
    }
    JsonObject schema = request.outputSchema();
    if (schema != null) {
      writer.name("response_format").beginObject();
      writer.name("type").value("json_schema");
      writer.name("json_schema").beginObject();
      writer.name("name").value("output_schema");
      writer.name("strict").value(true);
      writer.name("schema").jsonValue(schema.toString());
      writer.endObject().endObject();
    }
    writer.name("messages").beginArray();
    for (JsonObject message : ChatMessages.of(request.instructions(), request.input())) {
      writer.jsonValue(message.toString());
    }
    writer.endArray().endObject();
  }

  /** The functions among the tools; what only the Responses API offers is left out. */
  private void tools(JsonWriter writer) throws IOException {
    List<JsonObject> functions =
        request.tools().stream().filter(tool -> is(tool.get("type"), "function")).toList();
    if (functions.isEmpty()) {
      return;
    }
    writer.name("tools").beginArray();
    for (JsonObject tool : functions) {
      writer.beginObject();
      writer.name("type").value("function");
      writer.name("function").beginObject();
      for (String member : List.of("name", "description", "strict", "parameters")) {
        JsonElement value = tool.get(member);
        if (value != null && !value.isJsonNull()) {
          writer.name(member).jsonValue(value.toString());
        }
      }
      writer.endObject().endObject();
    }
    writer.endArray();
  }

  private static boolean is(JsonElement value, String text) {
    return value instanceof JsonPrimitive primitive && primitive.getAsString().equals(text);
  }
}
