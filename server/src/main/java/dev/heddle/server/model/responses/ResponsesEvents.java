package dev.heddle.server.model.responses;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.heddle.server.json.WholeNumber;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.TokenUsage;
import dev.heddle.server.model.http.EventHandler;
import dev.heddle.server.model.http.ProviderErrors;
import java.io.IOException;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/**
 * The reader of one answer of the Responses API. Only items and errors become trees. Events of
 * other types are skipped, and so are those that are not JSON, unless they are many. Used by one
 * thread, once.
 */
final class ResponsesEvents implements EventHandler {
  /** A stream of which no more can be read than this is not worth waiting for its end. */
  private static final int MAX_UNREADABLE = 1_000;

  private static final String NOT_JSON = "an event is not the JSON it should be";

  private final ModelListener listener;
  private final StartedItems started = new StartedItems();
  private final Flat flat = new Flat();
  private int unreadable; // events

  // The members of the event that is being read.
  private String type = "";
  private @Nullable String outputIndex;
  private String itemId = "";
  private @Nullable String delta;
  private int summaryIndex;
  private int contentIndex;
  private @Nullable JsonObject item;
  private @Nullable JsonObject response;
  private @Nullable JsonObject error;
  private @Nullable String code;
  private @Nullable String message;

  ResponsesEvents(ModelListener listener) {
    this.listener = listener;
  }

  @Override
  public void waiting() {
    listener.waiting();
  }

  @Override
  public void arrived() {
    listener.arrived();
  }

  @Override
  public boolean event(String data) throws ModelException {
    clear();
    try {
      if (!FlatJson.read(data, flat)) {
        clear();
        read(new JsonReader(new StringReader(data)));
      }
    } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
      // Gateways put words of their own between events, and damage some: what is lost is said
      // again when its item is complete.
      if (++unreadable > MAX_UNREADABLE) {
        throw ModelException.streamFailed(NOT_JSON, e);
      }
      return false;
    }
    return dispatch();
  }

  private boolean dispatch() throws ModelException {
    switch (type) {
      case "response.output_text.delta", "response.refusal.delta" -> {
        if (delta != null) {
          listener.textDelta(startedId("message"), delta);
        }
      }
      case "response.reasoning_summary_text.delta" -> {
        if (delta != null) {
          listener.summaryDelta(startedId("reasoning"), summaryIndex, delta);
        }
      }
      case "response.reasoning_text.delta" -> {
        if (delta != null) {
          listener.reasoningDelta(startedId("reasoning"), contentIndex, delta);
        }
      }
      case "response.reasoning_summary_part.added" ->
          listener.summaryPartStarted(startedId("reasoning"), summaryIndex);
      case "response.output_item.added" -> {
        if (item != null) {
          started.started(outputIndex, string(item, "type"), string(item, "id"));
          listener.itemStarted(item);
        }
      }
      case "response.output_item.done" -> {
        if (item != null) {
          listener.itemDone(
              item, started.endedId(outputIndex, string(item, "type"), string(item, "id")));
        }
      }
      case "response.completed", "response.done" -> {
        if (unreadable > 0 && started.hasCall()) {
          throw ModelException.streamFailed(NOT_JSON, null); // a call is lost
        }
        listener.completed(string(response, "id"), usage(object(response, "usage")));
        return true;
      }
      case "response.failed" -> throw ProviderErrors.inStream(object(response, "error"));
      case "response.incomplete" -> {
        String reason = string(object(response, "incomplete_details"), "reason");
        throw ProviderErrors.incomplete(reason.isEmpty() ? null : reason);
      }
      case "error" -> throw ProviderErrors.inStream(error == null ? flatError() : error);
      default -> {
        // Says nothing that an item or a delta does not say.
      }
    }
    return false;
  }

  private String startedId(String itemType) {
    return started.startedId(outputIndex, itemType, itemId);
  }

  private void clear() {
    type = "";
    outputIndex = null;
    itemId = "";
    delta = null;
    summaryIndex = 0;
    contentIndex = 0;
    item = null;
    response = null;
    error = null;
    code = null;
    message = null;
  }

  /** The members of an event without objects. */
  private final class Flat implements FlatJson.Members {
    @Override
    public void string(String name, String value) {
      switch (name) {
        case "type" -> type = value;
        case "item_id" -> itemId = value;
        case "output_index" -> outputIndex = value;
        case "summary_index" -> summaryIndex = Integer.parseInt(value);
        case "content_index" -> contentIndex = Integer.parseInt(value);
        case "delta" -> delta = value;
        case "code" -> code = value;
        case "message" -> message = value;
        default -> {
          // Not needed.
        }
      }
    }

    @Override
    public void number(String name, String digits) {
      switch (name) {
        case "output_index" -> outputIndex = digits;
        case "summary_index" -> summaryIndex = Integer.parseInt(digits);
        case "content_index" -> contentIndex = Integer.parseInt(digits);
        default -> {
          // Not needed.
        }
      }
    }
  }

  private void read(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.nextName()) {
        case "type" -> type = reader.nextString();
        case "item_id" -> {
          String id = text(reader);
          itemId = id == null ? "" : id;
        }
        case "output_index" ->
            outputIndex = reader.peek() == JsonToken.NUMBER ? reader.nextString() : text(reader);
        case "delta" -> delta = text(reader);
        case "summary_index" -> summaryIndex = reader.nextInt();
        case "content_index" -> contentIndex = reader.nextInt();
        case "item" -> item = tree(reader);
        case "response" -> readResponse(reader);
        case "error" -> error = tree(reader);
        case "code" -> code = text(reader);
        case "message" -> message = text(reader);
        default -> reader.skipValue();
      }
    }
    reader.endObject();
  }

  /** Of a response, which repeats the whole request and answer, the few members that matter. */
  private void readResponse(JsonReader reader) throws IOException {
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      reader.skipValue();
      return;
    }
    JsonObject kept = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      switch (name) {
        case "id", "usage", "error", "incomplete_details" ->
            kept.add(name, JsonParser.parseReader(reader));
        default -> reader.skipValue();
      }
    }
    reader.endObject();
    response = kept;
  }

  private @Nullable JsonObject tree(JsonReader reader) throws IOException {
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      reader.skipValue();
      return null;
    }
    return JsonParser.parseReader(reader).getAsJsonObject();
  }

  private static @Nullable String text(JsonReader reader) throws IOException {
    if (reader.peek() == JsonToken.STRING) {
      return reader.nextString();
    }
    reader.skipValue();
    return null;
  }

  private JsonObject flatError() {
    JsonObject flat = new JsonObject();
    flat.addProperty("code", code);
    flat.addProperty("message", message);
    return flat;
  }

  /** Null when the provider does not say; some leave only the sum out. */
  private static @Nullable TokenUsage usage(@Nullable JsonObject usage) {
    if (usage == null || usage.isEmpty()) {
      return null;
    }
    JsonObject details = object(usage, "input_tokens_details");
    long input = number(usage, "input_tokens");
    long output = number(usage, "output_tokens");
    return new TokenUsage(
        input,
        number(details, "cached_tokens"),
        number(details, "cache_write_tokens"),
        output,
        number(object(usage, "output_tokens_details"), "reasoning_tokens"),
        usage.has("total_tokens") ? number(usage, "total_tokens") : input + output);
  }

  private static @Nullable JsonObject object(@Nullable JsonObject in, String name) {
    return in != null && in.get(name) instanceof JsonObject object ? object : null;
  }

  private static String string(@Nullable JsonObject in, String name) {
    JsonElement value = in == null ? null : in.get(name);
    return value instanceof JsonPrimitive primitive ? primitive.getAsString() : "";
  }

  private static long number(@Nullable JsonObject in, String name) {
    Long number = in == null ? null : WholeNumber.of(in.get(name));
    return number == null ? 0 : number;
  }
}
