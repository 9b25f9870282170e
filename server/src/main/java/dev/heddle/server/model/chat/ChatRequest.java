package dev.heddle.server.model.chat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import dev.heddle.server.model.ModelRequest;
import java.io.IOException;
import java.util.List;

/** A {@link ModelRequest} as the JSON of Chat Completions. */
final class ChatRequest {
  private final ModelRequest request;
  private final ChatFunctions functions;

  ChatRequest(ModelRequest request, ChatFunctions functions) {
    this.request = request;
    this.functions = functions;
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

  private void tools(JsonWriter writer) throws IOException {
    if (functions.all().isEmpty()) {
      return;
    }
    writer.name("tools").beginArray();
    for (JsonObject tool : functions.all()) {
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
}
