package dev.heddle.server.model.responses;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import dev.heddle.server.model.ModelRequest;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@link ModelRequest} as the Responses API's JSON. */
final class ResponsesRequest {
  private final ModelRequest request;

  ResponsesRequest(ModelRequest request) {
    this.request = request;
  }

  /** Writes the request; what stays the same from request to request comes first. */
  void writeTo(JsonWriter writer) throws IOException {
    writer.beginObject();
    writer.name("model").value(request.model());
    if (!request.instructions().isEmpty()) {
      writer.name("instructions").value(request.instructions());
    }
    writer.name("tools");
    array(writer, request.tools());
    writer.name("tool_choice").value("auto");
    writer.name("parallel_tool_calls").value(true);
    reasoning(writer);
    // The provider keeps nothing; the journal is ours.
    writer.name("store").value(false);
    writer.name("stream").value(true);
    writer.name("prompt_cache_key").value(request.threadId());
    JsonObject schema = request.outputSchema();
    if (schema != null) {
      writer.name("text").beginObject().name("format").beginObject();
      writer.name("type").value("json_schema");
      writer.name("name").value("output_schema");
      writer.name("strict").value(true);
      writer.name("schema").jsonValue(schema.toString());
      writer.endObject().endObject();
    }
    writer.name("input");
    array(writer, request.input().stream().flatMap(ResponsesRequest::sent).toList());
    writer.endObject();
  }

  private void reasoning(JsonWriter writer) throws IOException {
    String effort = request.reasoningEffort();
    String summary = request.reasoningSummary();
    if (effort == null && summary == null) {
      return;
    }
    writer.name("reasoning").beginObject();
    member(writer, "effort", effort);
    member(writer, "summary", "none".equals(summary) ? null : summary);
    writer.endObject();
    // Without storage, this is how the model gets its own thoughts back.
    writer.name("include").beginArray().value("reasoning.encrypted_content").endArray();
  }

  private static void member(JsonWriter writer, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      writer.name(name).value(value);
    }
  }

  /**
   * The item as it goes back. Nothing was stored under its id, so reasoning that does not bring its
   * own encrypted text would be refused as unknown; raw text is sent without the id.
   */
  private static Stream<JsonObject> sent(JsonObject item) {
    if (!(item.get("type") instanceof JsonPrimitive type)
        || !type.getAsString().equals("reasoning")
        || item.get("encrypted_content") instanceof JsonPrimitive) {
      return Stream.of(item);
    }
    if (!(item.get("content") instanceof JsonArray content) || content.isEmpty()) {
      return Stream.empty();
    }
    JsonObject plain = item.deepCopy();
    plain.remove("id");
    plain.remove("encrypted_content");
    return Stream.of(plain);
  }

  private static void array(JsonWriter writer, Iterable<JsonObject> items) throws IOException {
    writer.beginArray();
    for (JsonObject item : items) {
      writer.jsonValue(item.toString());
    }
    writer.endArray();
  }
}
