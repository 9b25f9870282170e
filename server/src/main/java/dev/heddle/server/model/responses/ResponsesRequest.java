package dev.heddle.server.model.responses;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import dev.heddle.server.model.ModelRequest;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@link ModelRequest} as the Responses API's JSON. */
final class ResponsesRequest {
  private static final String NONE = "none";

  /** How the names of the models begin that write no summaries unless they are asked to. */
  private static final List<String> WITHOUT_SUMMARY =
      List.of("gpt-5.5", "gpt-5.6-", "gpt-6-", "gpt-6.1-", "gpt-daybreak-", "codex-auto-review");

  private final ModelRequest request;
  private final boolean reasoning;

  /**
   * @param reasoning whether the provider is told how to reason; some refuse to hear of it
   */
  ResponsesRequest(ModelRequest request, boolean reasoning) {
    this.request = request;
    this.reasoning = reasoning;
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
    if (reasoning) {
      reasoning(writer);
    }
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
    writer.name("reasoning").beginObject();
    member(writer, "effort", request.reasoningEffort());
    String summary = request.reasoningSummary();
    if (summary == null) {
      summary = usualSummary(request.model());
    }
    member(writer, "summary", summary.equals(NONE) ? null : summary);
    writer.endObject();
    // Without storage, this is how the model gets its own thoughts back.
    writer.name("include").beginArray().value("reasoning.encrypted_content").endArray();
  }

  /** Of a model for which nobody has chosen one, as the peer chooses. */
  private static String usualSummary(String model) {
    return WITHOUT_SUMMARY.stream().anyMatch(model::startsWith) ? NONE : "auto";
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
